import { afterAll, beforeAll, expect, test } from "vitest";
import { declare, sendForm, type } from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 800, share_seconds: 0 } } });
  await rig.startBot();
});
afterAll(() => rig.close());

test("stats leave out drills, and private incidents but for their members", async () => {
  expect(await type(rig, "lead", "general", "drill webhook limit")).toContain("DRILL INC-");
  await declare(rig, { title: "Rows refused by the webhook", severity: "P1" });
  await type(rig, "lead", "general", "declare");
  await sendForm(rig, "lead", { title: "Key leaked at a partner", severity: "P2", options: ["private"] });
  expect(await type(rig, "lead", "general", "stats 30d")).toMatch(/^2 incidents from .*, 2 open\./);
  const told = await type(rig, "responder", "general", "stats");
  expect(told).toMatch(/^1 incident from .*, 1 open\./);
  expect(told).toContain("*By severity, as it last was*  P1 1, P2 0, P3 0, P4 0");
});

test("a period nobody understands is answered with ones that work", async () => {
  expect(await type(rig, "lead", "general", "stats lately")).toContain(
    "“lately” is no period. Try “stats 30d”",
  );
  expect(await type(rig, "lead", "general", "stats 99999d")).toBe(
    "I count over 20 years at most. Try “stats 365d”.",
  );
});
