import { afterAll, beforeAll, expect, test } from "vitest";
import { declare, nameOf, notificationIn, notified, press, textsIn, type } from "../support/acts.ts";
import { type ClockRig, openClockRig } from "../support/clock-rig.ts";

let rig: ClockRig;
beforeAll(async () => {
  rig = await openClockRig();
  await rig.startBot();
});
afterAll(() => rig.close());

test("a hundred quick changes make at most ten calls, in order; another incident is not held up", async () => {
  const busy = await declare(rig, { title: "Everything changes" });
  const calm = await declare(rig, { title: "Quiet elsewhere" });
  await notified(rig, "incidents", nameOf(calm));
  await rig.quiet();
  rig.pass(1);
  await rig.control.settled();
  rig.control.clearCalls();

  // From here on time stands still until all of them are made.
  const asked: string[] = [];
  for (let change = 0; change < 100; change++) {
    asked.push(`Change ${change}.`);
    await type(rig, "lead", busy.id, `severity ${change % 2 ? "P2" : "P1"} Change ${change}.`);
  }
  await press(rig, "responder", calm, "lead");
  await rig.control.until(() => notificationIn(rig, calm.id, nameOf(calm))!.text.includes("Lead <@"));
  const told = () =>
    textsIn(rig, busy.id)
      .filter((text) => text.includes("is now P"))
      .flatMap((text) => text.match(/Change \d+\./g) ?? []);
  expect(told()).not.toContain("Change 99.");

  await rig.quiet();
  expect(told()).toEqual(asked);
  for (const place of [busy.id, "incidents"]) await notified(rig, place, nameOf(busy), " · P2 · ");
  const ofCalm = new Set([calm.id, rig.control.user("responder").id]);
  const { ts } = notificationIn(rig, "incidents", nameOf(calm))!;
  const calls = rig.control
    .calls()
    .filter(
      ({ method, args }) => method !== "users.info" && !ofCalm.has(String(args.channel)) && args.ts !== ts,
    );
  expect(
    calls.map(({ method }) => method).length,
    calls.map(({ method }) => method).join(),
  ).toBeLessThanOrEqual(10);
});
