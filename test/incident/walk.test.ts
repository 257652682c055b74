import { describe, expect, test } from "vitest";
import { actionsTaken } from "../../src/incident/state.ts";
import { triageRun } from "../../src/incident/triage-run/decider.ts";
import { plainText } from "../../src/lib/words.ts";
import { notification } from "../../src/telling/notification.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { currentLeaf, currentQuestion } from "../../src/walk/walk-state.ts";
import { leafOf as leafOfRunbook } from "../../src/walk/walk-words.ts";
import { builtIn } from "../runbook/support/walking.ts";
import { at, given, lead, responder } from "../support/given.ts";
import {
  declared,
  type IncidentStory,
  limitReached,
  rules,
  stillFailing,
  upon,
} from "../support/incidents.ts";

const begin = { type: "walk", command: { type: "start", entry: "enrichment_not_running" } } as const;
const told = ({ last }: IncidentStory) => ("refusal" in last ? plainText(last.refusal.message) : null);
const leafOf = (story: IncidentStory) => currentLeaf(story.state.walk)?.resolution;
const create = {
  type: "walk",
  command: { type: "tick", resolution: "webhook_replace", step: "create_webhook" },
} as const;

describe("A walk in an incident", () => {
  const evidenced = upon(declared({ impact: "" }), 1, {
    type: "record_triage",
    evidence: limitReached(at(1)),
  });
  const walked = upon(evidenced, 2, begin);

  test("goes where fresh evidence leads, and says the impact nobody had written", () => {
    expect(leafOf(walked)).toBe("webhook_replace");
    expect(walked.happened.at(-1)).toBe("details.edited");
    expect(walked.state.impact).toBe(currentLeaf(walked.state.walk)?.impact);
    expect(upon(upon(declared(), 1, begin), 2, begin).state.impact).toBe("New leads are not enriched");
  });

  test("gives way to the next resolution's impact, but never what a person wrote", () => {
    const next = { type: "walk", command: { type: "did_not_help", resolution: "webhook_replace" } } as const;
    const written = upon(walked, 3, { type: "edit_details", details: { impact: "SDRs wait for leads" } });
    const toNextLeaf = (story: IncidentStory) => {
      let there = upon(story, 4, next);
      for (let i = 0; !leafOf(there) && i < 20; i++) {
        const { revision, position } = there.state.walk;
        const question = position && "question" in position ? position.question.id : "";
        const command = { type: "answer", revision, question, answer: "cant_tell" } as const;
        there = upon(there, 5 + i, { type: "walk", command });
      }
      return there.state;
    };
    expect(toNextLeaf(walked).impact).toBe(currentLeaf(toNextLeaf(walked).walk)?.impact);
    expect(toNextLeaf(written).impact).toBe("SDRs wait for leads");
  });

  test("is answered by a triage that ends while it is under way", () => {
    const asking = upon(declared(), 1, begin);
    expect(currentQuestion(asking.state.walk)?.id).toBe("red_cells");
    const answered = upon(asking, 3, { type: "record_triage", evidence: limitReached(at(3)) });
    expect(answered.happened[0]).toBe("triage.recorded");
    expect(leafOf(answered)).toBe("webhook_replace");
    const again = upon(answered, 4, { type: "record_triage", evidence: limitReached(at(3)) });
    expect(again.happened).toEqual([]);
  });

  test("keeps what a test row showed when a later triage does not send one", () => {
    const unaware = limitReached(at(2));
    const untested = { ...unaware, stream: "TRI-3", diagnosis: { ...unaware.diagnosis, answers: {} } };
    const later = upon(evidenced, 2, { type: "record_triage", evidence: untested });
    expect(leafOf(upon(later, 3, begin))).toBe("webhook_replace");
    expect(currentQuestion(upon(later, 30, begin).state.walk)?.id).toBe("red_cells");
  });

  test("is not led by evidence that is too old", () => {
    expect(currentQuestion(upon(evidenced, 30, begin).state.walk)?.id).toBe("red_cells");
  });

  test("ticks that are actions count as taken, also after the walk went on", () => {
    const ticked = upon(walked, 5, create, responder);
    expect(actionsTaken(ticked.state)).toEqual([{ text: "New webhook created", at: at(5), by: responder }]);
    expect(told(upon(ticked, 6, create))).toBe("responder ticked this step at 09:19 UTC.");
    const { revision } = ticked.state.walk;
    const restarted = upon(ticked, 7, { type: "walk", command: { type: "restart", revision } });
    expect(actionsTaken(restarted.state)).toHaveLength(1);
  });

  test("a tick taken back is an action no more", () => {
    const back = upon(upon(walked, 5, create), 6, {
      type: "walk",
      command: { ...create.command, type: "untick" },
    });
    expect(actionsTaken(back.state)).toEqual([]);
  });

  test("stands in the timeline with who or what answered", () => {
    const lines = timeline(walked.stream).filter(({ kind }) => kind === "walk");
    expect(lines.map(({ text }) => plainText(text)).join("\n")).toContain(
      "Is the webhook accepting data? No. From triage: Clay refuses rows: 50,000 submissions used (403).",
    );
  });

  test("that ends where no cause is known guesses none", () => {
    const guesses = (story: IncidentStory) =>
      notification(story.state, builtIn.wording.audiences.responders).rootCause;
    expect(guesses(walked)).toBe("Likely: The webhook reached its limit of submissions");
    const unknown = structuredClone(walked.state);
    unknown.walk.position = { detour: "none", leaf: leafOfRunbook(builtIn, "ask_support", []) };
    expect(guesses({ ...walked, state: unknown })).toBe("");
  });

  test("ends with the incident", () => {
    const resolved = upon(walked, 9, { type: "resolve", resolution: "New webhook", despiteFailing: true });
    expect(upon(resolved, 10, begin).refused).toBe("already_resolved");
  });
});

describe("A walk outside an incident", () => {
  const asked = given(triageRun, rules)
    .when({ command: { type: "request", probes: [], viewer: { channel: "C1", by: lead } } })
    .when({ command: { type: "start" } });

  test("starts beside its triage and is answered when that ends", () => {
    const diagnosis = limitReached(at(1)).diagnosis;
    const walked = asked.when({ command: begin }).when({ command: { type: "finish", diagnosis }, minute: 1 });
    expect(currentLeaf(walked.state.walk)?.resolution).toBe("webhook_replace");
  });

  test("is taken into the incident declared from it, with what was ticked", () => {
    const diagnosis = limitReached(at(0)).diagnosis;
    const { walk } = asked
      .when({ command: { type: "finish", diagnosis } })
      .when({ command: begin, minute: 1 })
      .when({ command: create, by: responder, minute: 2 }).state;
    const story = declared({ walk, evidence: { ...stillFailing, diagnosis } });
    expect(leafOf(story)).toBe("webhook_replace");
    expect(actionsTaken(story.state)).toMatchObject([{ at: at(2), by: responder }]);
    expect(timeline(story.stream).map(({ kind }) => kind)).toContain("walk");
    expect(upon(story, 5, create).refused).toBe("already_ticked");
  });

  test("goes on in the incident declared from it, and nowhere else", () => {
    const declaredFrom = asked
      .when({ command: begin })
      .when({ command: { type: "declared", incident: "INC-12" } });
    const again = declaredFrom.when({ command: begin, by: responder });
    expect(again.refused).toBe("already_declared");
    expect("refusal" in again.last && plainText(again.last.refusal.message)).toBe(
      "lead declared INC-12 at 09:14 UTC. The walk goes on in its channel.",
    );
  });
});
