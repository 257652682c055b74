import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { prepareReplay } from "../../src/cli/replay/demo-replay.ts";
import { localWebhooks } from "../../src/fake-clay/world.ts";
import { createDrills, type Drills } from "../../src/playground/drills/create-drills.ts";
import { lostRows } from "../../src/playground/drills/lost-rows.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let drills: Drills;

afterEach(async () => {
  drills.close();
  await rig.close();
});

async function openDrills(): Promise<void> {
  rig = await openRig({ config: () => ({ triage: { deadline_ms: 1500 } }) });
  const folder = dirname(rig.stateFile);
  const replay = prepareReplay(folder, join(folder, "clay-incident.yml"));
  drills = createDrills({ slack: rig.slack.control, clay: rig.clay.control, replay });
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
  90_000,
);

test("the rows that were lost are back in the table once each; the page says what to type", async () => {
  await openDrills();
  await drills.start("webhook-limit");
  const steps = drills.state().running!.steps;
  const step = steps.find(({ title }) => title === "Send the lost rows again");
  expect(step?.how).toMatch(
    /clay-incident -- --config \S+ replay \S+lost-rows\.ndjson --webhook leads --key '\$\.email'/,
  );
  for (const _ of steps.slice(0, steps.indexOf(step!) + 1)) await drills.show("lead");
  const emails = rig.clay.control.rows(localWebhooks.leads).flatMap((row) => JSON.parse(row).email ?? []);
  expect(emails.length).toBe(lostRows);
  expect(new Set(emails).size).toBe(lostRows);
}, 90_000);
