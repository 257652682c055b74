import { describe, expect, test } from "vitest";
import { evidenceOf, responder, startWalking } from "../runbook/support/walking.ts";

const atCredits = () => startWalking({ entry: "enrichment_not_running" }).answer("no", "yes", "no");
const step = (name: string) => ({ resolution: "credits_exhausted", step: name });

describe("a checklist", () => {
  test("keeps who ticked a step and when, what was done in its words, and whether it is an action", () => {
    const walk = atCredits();
    expect(walk.send({ type: "tick", ...step("own_keys") })).toEqual([
      {
        type: "walk.step_ticked",
        resolution: "credits_exhausted",
        step: "own_keys",
        text: "Own provider keys connected",
        action: true,
        how: { by: "person" },
      },
    ]);
    expect(walk.state.ticks).toMatchObject([{ step: "own_keys", by: { name: "Lead" } }]);
  });

  test("keeps the step itself where the runbook has no words for what was done", () => {
    const walk = atCredits();
    const [event] = walk.send({ type: "tick", ...step("check_balance") }) as { text: string }[];
    expect(event?.text).toBe("Read the credit balance: Settings > Plans & Billing.");
  });

  test("a second tick is told who was first", () => {
    const walk = atCredits();
    walk.send({ type: "tick", ...step("own_keys") });
    walk.context.by = responder;
    expect(walk.send({ type: "tick", ...step("own_keys") })).toBe(
      "already_ticked: Lead ticked this step at 09:20 UTC.",
    );
  });

  test("a tick can be taken back once", () => {
    const walk = atCredits();
    walk.send({ type: "tick", ...step("own_keys") });
    walk.send({ type: "untick", ...step("own_keys") });
    expect(walk.state.ticks).toEqual([]);
    expect(walk.send({ type: "untick", ...step("own_keys") })).toContain("not_ticked");
  });

  test("ticking moves nobody's buttons", () => {
    const walk = atCredits();
    const { revision } = walk.state;
    walk.send({ type: "tick", ...step("own_keys") });
    expect(walk.state.revision).toBe(revision);
  });

  test("steps of a resolution left behind, or unknown ones, are refused", () => {
    const walk = atCredits();
    expect(walk.send({ type: "tick", resolution: "clay_outage", step: "hold_rows" })).toContain(
      "walk_moved_on",
    );
    expect(walk.send({ type: "tick", ...step("dance") })).toContain("unknown_step");
    walk.send({ type: "did_not_help", resolution: "credits_exhausted" });
    expect(walk.send({ type: "tick", ...step("own_keys") })).toContain("it is asking a question now");
  });
});

describe("the severity a resolution proposes", () => {
  const keep = { type: "keep_severity", resolution: "credits_exhausted", severity: "P3" } as const;

  test("is kept once, with who kept it", () => {
    const walk = atCredits();
    walk.send(keep);
    expect(walk.state.severityKept).toMatchObject({ severity: "P3", by: { name: "Lead" } });
    walk.context.by = responder;
    expect(walk.send(keep)).toBe("already_kept: Lead kept P3 at 09:20 UTC.");
  });

  test("is proposed anew by the next resolution", () => {
    const walk = atCredits();
    walk.send(keep);
    walk.send({ type: "did_not_help", resolution: "credits_exhausted" });
    expect(walk.state.severityKept).toBeNull();
    expect(walk.send(keep)).toContain("walk_moved_on");
  });
});

describe("check now", () => {
  test("ticks a step that fresh evidence shows done", () => {
    const walk = atCredits();
    walk.context.evidence = evidenceOf({ credits_left: "yes" });
    walk.send({ type: "verify", ...step("add_credits") });
    expect(walk.state.ticks).toMatchObject([
      { step: "add_credits", how: { by: "evidence", because: "Triage says yes." } },
    ]);
  });

  test("says why a step is not done yet", () => {
    const walk = atCredits();
    walk.context.evidence = evidenceOf({ credits_left: "no" });
    expect(walk.send({ type: "verify", ...step("add_credits") })).toBe(
      "not_done: Not yet, says triage at 09:16 UTC: Triage says no.",
    );
  });

  test("without fresh evidence, or for a step no probe sees, ticks nothing", () => {
    const walk = atCredits();
    expect(walk.send({ type: "verify", ...step("add_credits") })).toContain("no_evidence");
    expect(walk.send({ type: "verify", ...step("own_keys") })).toContain("not_verifiable");
    expect(walk.state.ticks).toEqual([]);
  });
});
