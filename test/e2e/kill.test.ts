import { expect, onTestFinished, test } from "vitest";
import { openRig } from "../support/bot.ts";
import { actUnderKills } from "../support/kill-run.ts";

// A few points on every run; `npm run soak:kill` takes hundreds.
test("killed at random points of an incident, it loses nothing it acknowledged and doubles nothing", async () => {
  const rig = await openRig({ slack: { settings: { rateLimits: false } } });
  onTestFinished(() => rig.close());
  const report = await actUnderKills(rig, { seed: 1, kills: 5 });
  expect(report).toMatchObject({ lost: [], doubled: [], kills: 5 });
  expect(report.acked).toBeGreaterThanOrEqual(7);
}, 120_000);
