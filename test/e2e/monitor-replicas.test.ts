import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import { openClockRig } from "../support/clock-rig.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.remove());

async function openMonitored() {
  const url = await postgres.freshDatabase();
  const rig = await openClockRig({
    config: ({ slack }) => ({
      database: { url },
      monitor: { channel: slack.control.channel("incidents").id, every_seconds: 5, recheck_seconds: 1 },
    }),
  });
  onTestFinished(() => rig.close());
  const channel = rig.control.channel("incidents").id;
  const told = () => rig.control.messages(channel).filter(({ text }) => text.includes("Your callback"));
  return { rig, channel, told };
}

test("three replicas on one database tell an outage once", async () => {
  const { rig, told } = await openMonitored();
  for (let replica = 0; replica < 3; replica++) await rig.startBot();
  rig.clay.control.set("callback", { answer: "server_error" });
  for (let minute = 0; minute < 5; minute++) {
    rig.pass(0.6);
    await rig.eventually(() => true);
  }
  await rig.eventually(() => told().length);
  rig.clay.control.set("callback", { answer: "ok" });
  await rig.eventually(() => {
    rig.pass(0.1);
    return told()[0]?.text.includes("Over. It lasted");
  });
  expect(told()).toHaveLength(1);
});

test("killed between the transition and the message, the next one tells it, once", async () => {
  const { rig, channel, told } = await openMonitored();
  const killed = await rig.spawnBot();
  const held = rig.control.fault({ method: "chat.postMessage", kind: "held", channel });
  rig.clay.control.set("callback", { answer: "server_error" });
  await rig.eventually(() => held.met() > 0);
  await killed.kill();
  // What was under way arrives all the same, though nobody is there to hear the answer.
  held.release();
  await rig.eventually(() => told().length);

  rig.clock.moveTo(toInstant(Date.now()));
  await rig.startBot();
  rig.clay.control.set("callback", { answer: "ok" });
  await rig.eventually(() => {
    rig.pass(0.1);
    return rig.control.messages(channel).find(({ text }) => text.includes("Over. It lasted"));
  });
  expect(rig.control.messages(channel).filter(({ text }) => text.includes("Your callback"))).toHaveLength(1);
}, 60_000);
