import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { progressOf } from "../../src/walk/questions-ahead.ts";
import { currentLeaf, currentQuestion } from "../../src/walk/walk-state.ts";
import { builtIn, responder, startWalking, type Walking } from "../runbook/support/walking.ts";

const enrichment = { entry: "enrichment_not_running" };

describe("answering", () => {
  test("a way in puts its first question, with all it takes to answer it", () => {
    const walk = startWalking(enrichment);
    expect(walk.state.entry).toEqual({ id: "enrichment_not_running", title: "Enrichment not running" });
    expect(currentQuestion(walk.state)).toMatchObject({
      text: "Does the table show red error cells?",
      how: expect.stringContaining("enrichment columns"),
      link: { title: "Clay", url: "https://app.clay.com" },
      choices: [{ label: "Yes" }, { label: "No" }, { id: "cant_tell", label: "Can't tell" }],
    });
  });

  test("the path keeps who answered what, and when", () => {
    const walk = startWalking(enrichment).answer("no");
    expect(walk.state.path).toMatchObject([
      {
        question: { text: "Does the table show red error cells?" },
        answer: { label: "No" },
        how: { by: "person" },
        by: { name: "Lead" },
        at: "2026-11-23T09:20:00.000Z",
      },
    ]);
    expect(walk.asks).toBe("auto_run");
  });

  test("a leaf says severity, impact and every step with owner, link, cost and what verifies it", () => {
    const walk = startWalking(enrichment).answer("no", "yes", "no");
    const leaf = currentLeaf(walk.state);
    expect(leaf).toMatchObject({
      title: "Credits exhausted",
      incidentTitle: "Clay credits exhausted",
      severity: "P1",
      impact: expect.stringContaining("New leads are not enriched"),
    });
    expect(leaf?.steps.find(({ id }) => id === "add_credits")).toMatchObject({
      owner: "Clay admin, with whoever approves spending",
      link: { title: "Clay plans and billing" },
      cost: expect.stringContaining("30% more"),
      verify: "credits_left",
      action: true,
    });
  });

  test("the second of two people on one question is told who was first and what is asked now", () => {
    const walk = startWalking(enrichment);
    const button = { type: "answer", revision: walk.state.revision, question: "red_cells" } as const;
    walk.send({ ...button, answer: "no" });
    walk.context.by = responder;
    expect(walk.send({ ...button, answer: "yes" })).toBe(
      'walk_moved_on: "Does the table show red error cells?" was answered by Lead at 09:20 UTC: No. ' +
        "Now it is: Is Auto-run on for the table and its columns?",
    );
    expect(walk.path).toEqual(["red_cells=no"]);
  });

  test("an old button on a question triage has answered says so", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "yes", actions_left: "no" } });
    expect(walk.send({ type: "answer", revision: 1, question: "actions_left", answer: "yes" })).toContain(
      '"Do you have actions left?" was answered by triage: No. It has come to: Actions used up (P1).',
    );
  });

  test("an old button of a question that was opened again asks for the answer once more", () => {
    const walk = startWalking(enrichment);
    const old = walk.state.revision;
    walk.answer("no");
    walk.send({ type: "back", revision: walk.state.revision });
    expect(walk.send({ type: "answer", revision: old, question: "red_cells", answer: "no" })).toContain(
      "opened again",
    );
  });

  test("an answer the question never offered is refused", () => {
    const walk = startWalking(enrichment);
    expect(
      walk.send({ type: "answer", revision: walk.state.revision, question: "red_cells", answer: "maybe" }),
    ).toContain("unknown_answer");
  });

  test("nothing can be answered before the walk begins, nor a way in that is not there", () => {
    expect(startWalking().send({ type: "back", revision: 0 })).toContain("not_started");
    expect(startWalking().send({ type: "start", entry: "coffee_is_out" })).toContain("unknown_entry");
    expect(startWalking().send({ type: "start", entry: "constructor" })).toContain("unknown_entry");
  });

  test("a list of symptoms that is older than the walk does not start it over", () => {
    const walk = startWalking(enrichment).answer("no");
    expect(walk.send({ type: "start", entry: "low_hit_rate", revision: 1 })).toBe(
      "walk_moved_on: The walk has moved on. Now it is: Is Auto-run on for the table and its columns?",
    );
    walk.send({ type: "start", entry: "low_hit_rate", revision: walk.state.revision });
    expect(walk.asks).toBe("all_empty");
  });

  test("starting again with another symptom begins a new path", () => {
    const walk = startWalking(enrichment).answer("no");
    walk.send({ type: "start", entry: "low_hit_rate" });
    expect(walk.path).toEqual([]);
    expect(walk.asks).toBe("all_empty");
  });
});

describe("can't tell", () => {
  test("goes on, and the end says what is not ruled out", () => {
    const walk = startWalking(enrichment).answer("cant_tell", "yes", "cant_tell", "no");
    expect(walk.leaf).toBe("actions_exhausted");
    expect(currentLeaf(walk.state)?.open).toEqual([
      {
        question: { id: "red_cells", text: "Does the table show red error cells?" },
        notRuledOut: ["Yes"],
      },
      { question: { id: "credits_left", text: "Do you have credits left?" }, notRuledOut: ["No"] },
    ]);
  });

  test("an open question answered later is open no more", () => {
    const walk = startWalking(enrichment).answer("cant_tell", "no");
    walk.send({ type: "overrule", question: "red_cells" });
    walk.answer("no", "no");
    expect(walk.leaf).toBe("auto_run_off");
    expect(currentLeaf(walk.state)?.open).toEqual([]);
  });
});

describe("going back", () => {
  test("back opens the last question a person answered", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "yes" } }).answer("no", "yes");
    expect(walk.asks).toBe("actions_left");
    walk.send({ type: "back", revision: walk.state.revision });
    expect(walk.asks).toBe("auto_run");
    expect(walk.path).toEqual(["red_cells=no"]);
  });

  test("two people who press Back at once go back one question", () => {
    const walk = startWalking(enrichment).answer("no", "yes");
    const { revision } = walk.state;
    walk.send({ type: "back", revision });
    expect(walk.send({ type: "back", revision })).toContain("walk_moved_on");
    expect(walk.asks).toBe("auto_run");
  });

  test("back on the first question is refused kindly", () => {
    const walk = startWalking(enrichment);
    expect(walk.send({ type: "back", revision: 1 })).toBe(
      "nothing_to_go_back_to: This is the first question.",
    );
  });

  test("where triage answered all, Back points to That's wrong", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "no" } });
    expect(walk.send({ type: "back", revision: walk.state.revision })).toContain("That's wrong");
  });

  test("changing an earlier answer takes back what followed from it", () => {
    const walk = startWalking(enrichment).answer("no", "yes", "yes", "yes");
    walk.send({ type: "overrule", question: "auto_run" });
    expect(walk.path).toEqual(["red_cells=no"]);
    expect(walk.answer("no").leaf).toBe("auto_run_off");
  });

  test("the second That's wrong on one answer is told that it is asked again", () => {
    const walk = startWalking(enrichment).answer("no");
    walk.send({ type: "overrule", question: "red_cells" });
    expect(walk.send({ type: "overrule", question: "red_cells" })).toContain("Now it is: Does the table");
  });

  test("starting over keeps the way in", () => {
    const walk = startWalking({ entry: "low_hit_rate" }).answer("no");
    walk.send({ type: "restart", revision: walk.state.revision });
    expect(walk.asks).toBe("all_empty");
    expect(walk.path).toEqual([]);
  });
});

describe("this did not help", () => {
  test("leads on to what the resolution names", () => {
    const walk = startWalking(enrichment).answer("no", "no");
    walk.send({ type: "did_not_help", resolution: "auto_run_off" });
    expect(walk.asks).toBe("credits_left");
    expect(walk.path.at(-1)).toBe("auto_run_off did not help");
  });

  test("passes by what was already answered or tried", () => {
    const walk = startWalking(enrichment).answer("no", "yes", "no");
    walk.send({ type: "did_not_help", resolution: "credits_exhausted" });
    walk.answer("no");
    walk.send({ type: "did_not_help", resolution: "actions_exhausted" });
    expect(walk.asks).toBe("webhook_accepting");
  });

  test("an old button of another resolution moves nothing", () => {
    const walk = startWalking(enrichment).answer("no", "no");
    expect(walk.send({ type: "did_not_help", resolution: "clay_outage" })).toContain("Switch Auto-run on");
    expect(walk.leaf).toBe("auto_run_off");
  });

  test("the last resort says that it is the last", () => {
    const walk = startWalking({ entry: "dashboard_unreachable" }).answer("yes", "no");
    expect(walk.leaf).toBe("ask_support");
    expect(walk.send({ type: "did_not_help", resolution: "ask_support" })).toContain("last_resort");
  });

  test("going back to a resolution brings its ticks back", () => {
    const walk = startWalking(enrichment).answer("no", "no");
    walk.send({ type: "tick", resolution: "auto_run_off", step: "table_on" });
    walk.send({ type: "did_not_help", resolution: "auto_run_off" });
    expect(walk.state.ticks).toEqual([]);
    walk.send({ type: "back", revision: walk.state.revision });
    expect(walk.leaf).toBe("auto_run_off");
    expect(walk.state.ticks.map(({ step }) => step)).toEqual(["table_on"]);
  });
});

describe("a resolution the walk has left", () => {
  test("is kept with its ticks and why, and takes them up again when the walk comes back", () => {
    const walk = startWalking(enrichment).answer("no", "no");
    walk.send({ type: "tick", resolution: "auto_run_off", step: "table_on" });
    walk.send({ type: "back", revision: walk.state.revision });
    expect(walk.state.left).toMatchObject([
      { leaf: { resolution: "auto_run_off" }, ticks: [{ step: "table_on" }], because: "went_elsewhere" },
    ]);
    walk.answer("no");
    expect(walk.state.left).toEqual([]);
    expect(walk.state.ticks.map(({ step }) => step)).toEqual(["table_on"]);
    walk.send({ type: "did_not_help", resolution: "auto_run_off" });
    expect(walk.state.left).toMatchObject([{ because: "did_not_help" }]);
  });
});

describe("how far it is", () => {
  const ahead = (walk: Walking) => currentQuestion(walk.state)!.ahead;

  test("the question people are at and at most how many more there are", () => {
    const walk = startWalking({ entry: "dashboard_unreachable" });
    expect(progressOf(walk.state)).toBe("question 1, at most 1 more");
    expect(progressOf(walk.answer("yes").state)).toBe("question 2, the last one");
    expect(progressOf(walk.answer("no").state)).toBeUndefined();
  });

  test("what evidence answers is not counted, and a number that frightens people off is not said", () => {
    const evidence = { credits_left: "yes", actions_left: "yes", webhook_accepting: "yes" } as const;
    const known = startWalking({ ...enrichment, evidence }).answer("no", "yes");
    expect(ahead(known)).toBeLessThan(ahead(startWalking(enrichment).answer("no", "yes")));
    expect(progressOf(known.state)).toMatch(/^question 3, at most \d more$/);
    expect(progressOf(startWalking(enrichment).state)).toBe("question 1");
  });

  test.each(Object.keys(builtIn.entries))(
    "from %s on, no answer makes the way longer than was said",
    (entry) => {
      fc.assert(
        fc.property(fc.array(fc.nat(20)), (picks) => {
          const walk = startWalking({ entry });
          for (const pick of picks) {
            if (!walk.asks) return;
            const before = ahead(walk);
            const { choices } = currentQuestion(walk.state)!;
            walk.answer(choices[pick % choices.length]!.id);
            if (walk.asks) expect(ahead(walk)).toBeLessThan(before);
          }
        }),
      );
    },
  );
});

describe("reading the red cell", () => {
  test("picking the class says cause, whether to retry, and the fix", () => {
    const walk = startWalking(enrichment).answer("yes", "login");
    expect(walk.leaf).toBe("provider_reconnect");
    expect(walk.state.path[1]).toMatchObject({
      answer: {
        label: "Login or key refused (401)",
        explains: { retryable: false, fix: expect.stringContaining("Reconnect") },
      },
    });
  });

  test("a pasted message is recognised, and its words are not kept", () => {
    const walk = startWalking(enrichment).answer("yes");
    const text = "jane@example.com: Rate limit wait time exceeded";
    walk.send({ type: "paste", revision: walk.state.revision, question: "read_error", text });
    expect(walk.leaf).toBe("provider_rate_limited");
    expect(walk.state.path[1]).toMatchObject({ how: { recognised: "Rate limit wait time exceeded" } });
    expect(JSON.stringify(walk.record)).not.toContain("jane@example.com");
  });

  test("an unknown message leaves the question open", () => {
    const walk = startWalking(enrichment).answer("yes");
    const paste = {
      type: "paste",
      revision: walk.state.revision,
      question: "read_error",
      text: "???",
    } as const;
    expect(walk.send(paste)).toContain("not_recognised");
    expect(walk.asks).toBe("read_error");
  });

  test("something else leads on along the tree", () => {
    expect(startWalking(enrichment).answer("yes", "other").asks).toBe("auto_run");
  });
});

describe("a runbook edited underneath", () => {
  test("the current question keeps its words and choices", () => {
    const walk = startWalking(enrichment);
    const { red_cells: _gone, ...questions } = builtIn.questions;
    walk.changeRunbook({ ...builtIn, questions });
    expect(walk.answer("no").asks).toBe("auto_run");
    expect(walk.path).toEqual(["red_cells=no"]);
  });

  test("an answer that leads nowhere any more starts the walk over, and says why", () => {
    const walk = startWalking(enrichment).answer("no");
    const { credits_left: _gone, ...questions } = builtIn.questions;
    walk.changeRunbook({ ...builtIn, questions });
    walk.answer("yes");
    expect(walk.record.at(-1)?.event).toMatchObject({ type: "walk.restarted", reason: "runbook_changed" });
    expect(walk.asks).toBe("red_cells");
  });

  test("a way in that is gone starts over with the runbook's first one", () => {
    const walk = startWalking({ entry: "low_hit_rate" });
    const { low_hit_rate: _gone, ...entries } = builtIn.entries;
    walk.changeRunbook({ ...builtIn, entries });
    walk.send({ type: "restart", revision: walk.state.revision });
    expect(walk.state.entry?.id).toBe("enrichment_not_running");
  });

  test("going back to a question that is gone puts it as it was put then", () => {
    const walk = startWalking(enrichment).answer("no");
    const { red_cells: _gone, ...questions } = builtIn.questions;
    walk.changeRunbook({ ...builtIn, questions });
    walk.send({ type: "back", revision: walk.state.revision });
    expect(currentQuestion(walk.state)?.text).toBe("Does the table show red error cells?");
  });

  test("a resolution that is gone while its checklist is open starts over when it did not help", () => {
    const walk = startWalking(enrichment).answer("no", "no");
    const { auto_run_off: _gone, ...resolutions } = builtIn.resolutions;
    walk.changeRunbook({ ...builtIn, resolutions });
    expect(walk.send({ type: "tick", resolution: "auto_run_off", step: "table_on" })).toHaveLength(1);
    walk.send({ type: "did_not_help", resolution: "auto_run_off" });
    expect(walk.asks).toBe("red_cells");
  });
});
