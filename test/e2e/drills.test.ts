import { afterEach, expect, test } from "vitest";
import { createDrills, type Drills } from "../../src/playground/drills/create-drills.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let drills: Drills;

afterEach(async () => {
  drills.close();
  await rig.close();
});

async function openDrills(): Promise<void> {
  rig = await openRig({ config: () => ({ triage: { deadline_ms: 1500 } }) });
  drills = createDrills({ slack: rig.slack.control, clay: rig.clay.control });
  await rig.startBot();
}

const done = () => drills.state().running?.steps.filter((step) => step.done).length;

test.each(["webhook-limit", "credits-zero", "crm-sync", "clay-down"])(
  "the drill %s can be seen through from the first sign to the end",
  async (id) => {
    await openDrills();
    expect(await drills.start(id)).toBe(true);
    const steps = drills.state().running!.steps.length;
    for (let step = 1; step <= steps; step += 1) {
      await drills.show("lead");
      expect(done()).toBe(step);
    }
  },
  60_000,
);
