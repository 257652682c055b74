import { expect, test } from "vitest";
import { incident } from "../../src/incident/incident.ts";
import type { Replayed } from "../../src/incident/replay/replayed.ts";
import { actionsTaken } from "../../src/incident/state.ts";
import { plainText } from "../../src/lib/words.ts";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { postmortemMarkdown } from "../../src/postmortem/postmortem-markdown.ts";
import { historyOf } from "../../src/record/decider.ts";
import { changes } from "../../src/telling/changes.ts";
import { builtIn } from "../runbook/support/walking.ts";
import { at } from "../support/given.ts";
import { declared, type IncidentStory, limitReached, upon } from "../support/incidents.ts";

const whole: Replayed = {
  plan: "97439f72c4da",
  webhook: "leads",
  accepted: 2088,
  refused: 0,
  inDoubt: 0,
  open: 0,
  first: at(5),
  last: at(12),
};
const part = { ...whole, accepted: 10, open: 2078 };
const replay = (story: IncidentStory, minute: number, replayed: Replayed) =>
  upon(story, minute, { type: "record_replay", ...replayed });

const walked = upon(upon(declared(), 1, { type: "record_triage", evidence: limitReached(at(1)) }), 2, {
  type: "walk",
  command: { type: "start", entry: "enrichment_not_running" },
});

test("Rows sent again tick the step that asks for it once none is left, and are one action taken", () => {
  const begun = replay(walked, 5, part);
  expect(begun.happened.slice(-1)).toEqual(["rows.replayed"]);
  const done = replay(begun, 12, whole);
  expect(done.happened.slice(-2)).toEqual(["rows.replayed", "walk.step_ticked"]);
  expect(Object.keys(done.state.steps)).toEqual(["webhook_replace/resend_paced"]);
  expect(actionsTaken(done.state).map(({ text }) => text)).toEqual([
    "2,088 lost rows sent again (webhook leads)",
  ]);
});

test("The same report twice is one event; what is refused or in doubt is said", () => {
  const done = replay(walked, 12, whole);
  expect(replay(done, 13, whole).happened).toEqual([]);
  const doubtful = replay(walked, 12, { ...whole, accepted: 1, refused: 12, inDoubt: 3 });
  expect(doubtful.happened.at(-1)).toBe("rows.replayed");
  expect(actionsTaken(doubtful.state).at(-1)?.text).toBe(
    "1 lost row sent again (webhook leads); 12 refused, 3 in doubt",
  );
});

test("Whoever follows the incident hears of it, and the postmortem says it", () => {
  const { stream } = replay(walked, 12, whole);
  for (const wording of Object.values(builtIn.wording.audiences)) {
    const told = changes(historyOf(incident, stream), wording).map(({ words }) => plainText(words));
    expect(told.at(-1)).toBe("INC-12: 2,088 lost rows sent again (webhook leads).");
  }
  const paper = postmortemMarkdown(postmortem(stream, { now: at(60), redact: (text) => text }));
  expect(paper).toContain("Rows lost / sent again: 2,088 lost rows sent again");
});
