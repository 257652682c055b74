import { expect, test } from "vitest";
import { balancesSeen } from "../../../src/postmortem/sections/balances.ts";
import { declared, type IncidentStory, upon } from "../../support/incidents.ts";
import { triaged } from "../../support/outages.ts";

/** An incident in which triage saw these balances, ten minutes apart. */
function saw(...balances: number[]): IncidentStory {
  return balances.reduce(
    (story, balance, i) => upon(story, 10 * i, { type: "record_triage", evidence: triaged(10 * i, balance) }),
    declared(),
  );
}

test("the first and the last balance triage saw bound the credits lost", () => {
  expect(balancesSeen(saw(12_000, 9_000, 1_020).stream)).toEqual({
    kind: "balances",
    before: 12_000,
    after: 1_020,
  });
});

test.each([
  ["none was seen", declared()],
  ["one was seen", saw(12_000)],
  ["it rose: somebody bought credits", saw(100, 5_000)],
  ["it stayed", saw(100, 100)],
])("nothing is suggested when %s", (_when, story) => {
  expect(balancesSeen(story.stream)).toBeNull();
});

test("balances of different keys are not compared", () => {
  const evidence = triaged(20, 5);
  const results = evidence.results.map((result) =>
    result.kind === "credits" ? { ...result, probe: "credits:other" } : result,
  );
  const story = upon(saw(12_000), 20, { type: "record_triage", evidence: { ...evidence, results } });
  expect(balancesSeen(story.stream)).toBeNull();
});

test("evidence at the declaration and at the resolution counts", () => {
  const story = upon(declared({ evidence: triaged(0, 900) }), 9, {
    type: "resolve",
    resolution: "Mended",
    evidence: triaged(9, 100, "ok"),
  });
  expect(balancesSeen(story.stream)).toEqual({ kind: "balances", before: 900, after: 100 });
});
