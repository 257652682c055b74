import { expect, test } from "vitest";
import { scratch } from "../replay/support/rows.ts";
import { replayUnderKills } from "../support/kill-replay.ts";

test("a replay killed 20 times on its way sends no row twice and loses none without naming it", {
  timeout: 240_000,
}, async () => {
  const report = await replayUnderKills(scratch(), { rows: 70, kills: 20, seed: 7 });
  expect(report).toMatchObject({ kills: 20, doubled: [], lost: [], claimed: [] });
  expect(report.accepted + report.inDoubt).toBe(70);
});
