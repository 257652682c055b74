import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { createMovableClock } from "../../src/playground/slack/clock.ts";
import { isTriageDone, textsIn, toldPrivately, type } from "../support/acts.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let bot: BotProcess;
beforeAll(async () => {
  rig = await openRig();
  bot = await rig.startBot();
});
afterAll(() => rig.close());
afterEach(() => rig.eventually(() => open().length === 2, 30_000));

const open = () => rig.control.connections().filter(({ state }) => state === "open");
const health = async (path: "/livez" | "/readyz") => {
  const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`);
  return { status: answer.status, ...((await answer.json()) as { missing: string[] }) };
};

test("two connections are held", () => {
  expect(open()).toHaveLength(2);
});

test.each([
  ["leaving TCP to us", false],
  ["closing it", true],
])("while Slack refreshes a connection, %s, no click is lost", async (_how, closeTcp) => {
  rig.control.disconnect({ connection: open()[0]!.id, closeTcp });
  for (let click = 0; click < 5; click++)
    expect(await type(rig, "lead", "general", "list")).toContain("Open incidents");
});

test("a connection that only looks open is replaced, and the events sent into it are not lost", async () => {
  const clock = createMovableClock();
  const other = await openRig({ slack: { clock } });
  onTestFinished(() => other.close());
  await other.startBot();
  const { control } = other;
  control.halfOpen(control.connections()[0]!.id);
  const channel = control.channel("general").id;
  const people = ["lead", "responder", "gtm-manager", "on-call"];
  for (const user of people) control.mention(user, channel, "stauts");
  await other.eventually(
    () => control.connections().filter(({ state }) => state === "open").length === 2,
    30_000,
  );
  // Slack takes what was not acked within three seconds for lost, and delivers it again.
  await clock.advance(3001);
  for (const user of people) {
    await other.eventually(() => toldPrivately(other, user, channel).length);
    expect(toldPrivately(other, user, channel)).toHaveLength(1);
  }
}, 40_000);

test("an event that comes eleven times, each time under a new id, has one effect", async () => {
  rig.control.duplicateEvents(10, 2);
  const { channel, ts } = rig.control.mention("gtm-manager", "incidents", "triage");
  await rig.eventually(() => textsIn(rig, channel).find((text) => isTriageDone(text)));
  await rig.control.settled();
  const copies = rig.control.envelopes("events_api").filter(({ payload }) => {
    const event = payload.event as { type: string; ts: string };
    return event.type === "app_mention" && event.ts === ts;
  });
  expect(copies).toHaveLength(11);
  expect(copies.every(({ acked }) => acked)).toBe(true);
  expect(textsIn(rig, channel).filter((text) => isTriageDone(text))).toHaveLength(1);
  expect(toldPrivately(rig, "gtm-manager", channel)).toEqual([]);
});

test("health tells the truth while Slack cannot be reached, and when it is back", async () => {
  expect([(await health("/livez")).status, (await health("/readyz")).status]).toEqual([200, 200]);
  const outage = rig.control.fault({
    method: "apps.connections.open",
    kind: "status",
    status: 503,
    times: 1000,
  });
  rig.control.cut();
  await rig.eventually(() => outage.met() >= 2);
  const ready = await health("/readyz");
  expect(ready.status).toBe(503);
  expect(ready.missing.join()).toMatch(/^no connection to Slack for \d+ s$/);
  expect((await health("/livez")).status).toBe(200);
  outage.release();
  await rig.eventually(() => open().length === 2, 30_000);
  expect((await health("/readyz")).status).toBe(200);
  expect(await type(rig, "lead", "general", "list")).toContain("Open incidents");
});
