import { WebClient } from "@slack/web-api";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { addMinutes, toInstant } from "../../src/lib/time.ts";
import type { Fields } from "../../src/playground/slack/workspace/types.ts";
import type { StoredEvent } from "../../src/record/ports.ts";
import { openStore } from "../../src/store/open-store.ts";
import {
  declare,
  incidentTitled,
  nameOf,
  press,
  recordOf,
  sendForm,
  textsIn,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { freePort, openRig, type Rig, type Stage } from "../support/bot.ts";
import { openClockRig } from "../support/clock-rig.ts";
import { openForwarder } from "../support/forwarder.ts";
import { doubledMessages } from "../support/kill-compare.ts";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.remove());

const freshDatabase = async () => ({ database: { url: await postgres.freshDatabase() } });
const tiersOff = { settings: { rateLimits: false } };

async function openPostgresRig(): Promise<Rig> {
  const rig = await openRig({ slack: tiersOff, config: await freshDatabase() });
  onTestFinished(() => rig.close());
  return rig;
}

/** The events of a record in PostgreSQL. */
async function eventsIn(rig: Rig, stream: string): Promise<StoredEvent[]> {
  const store = await openStore<Summary>(configSchema.parse(rig.config).database);
  return (await store.load(stream).finally(() => store.close())).map(({ event }) => event);
}

/** Waits until a channel says these words. */
const said = (rig: Stage, channel: string, words: string) =>
  rig.eventually(() => textsIn(rig, channel).find((text) => text.includes(words)));

describe("Two processes on one PostgreSQL", () => {
  test("one in Socket Mode and one in HTTP share the work: both post, nothing is posted twice", async () => {
    const rig = await openClockRig({ config: await freshDatabase() });
    onTestFinished(() => rig.close());
    const [bySocket, byHttp] = await Promise.all([
      openForwarder(rig.slack.apiUrl),
      openForwarder(rig.slack.apiUrl),
    ]);
    onTestFinished(() => Promise.all([bySocket.close(), byHttp.close()]).then(() => {}));
    const port = await freePort();
    const http = { mode: "http", signing_secret: rig.slack.signingSecret };
    await rig.startBot({ slack: { api_url: bySocket.apiUrl } });
    await rig.startBot({ slack: { ...http, api_url: byHttp.apiUrl }, http: { port } });

    const channels = [];
    for (const title of ["Antler", "Barrel"]) channels.push(await declare(rig, { title, severity: "P1" }));
    rig.control.deliverTo(`http://127.0.0.1:${port}/slack/events`);
    for (const title of ["Candle", "Dinner"]) channels.push(await declare(rig, { title, severity: "P1" }));
    await Promise.all(
      channels.flatMap((channel) => [
        press(rig, "lead", channel, "lead"),
        type(rig, "lead", channel.id, "severity P2 Not so bad"),
      ]),
    );
    for (const channel of channels) await said(rig, channel.id, "Not so bad");
    for (const channel of channels) await said(rig, channel.id, "leads INC-");
    // Both look at the same streams at the same moments, for hours.
    for (let hour = 0; hour < 4; hour++) {
      rig.pass(31);
      await rig.quiet();
    }
    for (const channel of channels) {
      const texts = textsIn(rig, channel.id);
      expect(texts.filter((text) => text.includes("is overdue"))).toHaveLength(3);
      expect(texts.filter((text) => text.includes("Not so bad"))).toHaveLength(1);
    }
    expect(doubledMessages(rig)).toEqual([]);
    for (const replica of [bySocket, byHttp]) expect(replica.calls("chat.postMessage")).toBeGreaterThan(0);
  });

  test("one killed in the middle of a call is taken over when its lease ends, and nothing is doubled", async () => {
    const rig = await openClockRig({ config: await freshDatabase() });
    onTestFinished(() => rig.close());
    const killed = await rig.spawnBot();
    const channel = await declare(rig, { title: "Taken over" });
    const held = rig.control.fault({ method: "chat.postMessage", kind: "held", channel: channel.id });
    await type(rig, "lead", channel.id, "severity P1 Worse");
    await rig.eventually(() => held.met() > 0);
    await killed.kill();
    // What was under way arrives all the same, though nobody is there to hear the answer.
    held.release();
    await said(rig, channel.id, "is now P1");

    rig.clock.moveTo(toInstant(Date.now()));
    await rig.startBot();
    const dueAt = await rig.withStore((store) => store.nextDueAt());
    expect(dueAt! > rig.clock.now()).toBe(true);
    rig.pass(0.51);
    await rig.quiet();
    expect((await rig.withStore((store) => store.nextDueAt()))! > addMinutes(dueAt!, 1)).toBe(true);
    expect(textsIn(rig, channel.id).filter((text) => text.includes("is now P1"))).toHaveLength(1);
    await type(rig, "lead", channel.id, "severity P3 Better");
    await said(rig, channel.id, "is now P3");
    expect(doubledMessages(rig)).toEqual([]);
  });
});

test("PostgreSQL restarted under load: every click is saved, or told that it is not", async () => {
  const rig = await openPostgresRig();
  await rig.startBot();
  const channel = await declare(rig, { title: "Under load" });
  const answers: { note: string; answer: string }[] = [];
  let notes = 0;
  let isOver = false;
  async function press(): Promise<void> {
    while (!isOver) {
      const note = `note-${++notes}.`;
      const { acked, ackBody } = await rig.control.command("lead", channel.id, `/clay-incident note ${note}`);
      answers.push({ note, answer: acked ? String((ackBody as Fields).text) : "no answer" });
    }
  }
  const enough = (kind: RegExp, count: number) =>
    expect
      .poll(() => answers.filter(({ answer }) => kind.test(answer)).length, { timeout: 15_000 })
      .toBeGreaterThanOrEqual(count);
  const load = Promise.all(Array.from({ length: 4 }, press));
  await enough(/^Noted/, 20);
  await postgres.halt();
  await enough(/^Not saved/, 8);
  await postgres.resume();
  const before = answers.filter(({ answer }) => answer.startsWith("Noted")).length;
  await enough(/^Noted/, before + 20);
  isOver = true;
  await load;

  const saved = (await eventsIn(rig, nameOf(channel))).filter(({ type }) => type === "note.added");
  const kept = saved.map(({ text }) => text);
  expect(answers.filter(({ answer }) => !/^Noted|^Not saved: .*Try again/.test(answer))).toEqual([]);
  const noted = answers.filter(({ answer }) => answer.startsWith("Noted"));
  expect(noted.filter(({ note }) => !kept.includes(note))).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
  await type(rig, "lead", channel.id, "severity P1 All is well");
  await said(rig, channel.id, "All is well");
  expect(doubledMessages(rig)).toEqual([]);
}, 60_000);

test("two processes on one SQLite file do no harm: what both are asked is saved once, and told once", async () => {
  const rig = await openRig({ slack: tiersOff });
  onTestFinished(() => rig.close());
  await rig.startBot();
  await rig.startBot();
  await rig.eventually(() => rig.control.connections().filter(({ state }) => state === "open").length === 4);
  const titles = ["Elbow", "Feather", "Gravel", "Hammer"];
  for (const [i, title] of titles.entries()) {
    const user = ["lead", "responder"][i % 2]!;
    await type(rig, user, "general", `declare P3 ${title}`);
    await sendForm(rig, user, { title, severity: "P3" });
  }
  const channels = await Promise.all(titles.map((title) => incidentTitled(rig, title)));
  expect(new Set(channels.map(nameOf)).size).toBe(4);
  const notes = Array.from({ length: 20 }, (_, i) => `note-${i}.`);
  await Promise.all(notes.map((note) => type(rig, "lead", channels[0]!.id, `note ${note}`)));
  const kept = (await recordOf(rig, nameOf(channels[0]!))).filter(({ type }) => type === "note.added");
  expect(kept.map(({ text }) => text).toSorted()).toEqual(notes.toSorted());
  for (const { id } of rig.control.connections())
    expect(rig.control.connections()[id - 1]?.sent).toBeGreaterThan(0);
  expect(doubledMessages(rig)).toEqual([]);
});

describe("Beside a newer version", () => {
  test("what it wrote into a record keeps nobody from working on it here", async () => {
    const rig = await openClockRig({ config: await freshDatabase() });
    onTestFinished(() => rig.close());
    await rig.startBot();
    const channel = await declare(rig, { title: "Upgraded", severity: "P1" });
    await rig.quiet();
    await rig.withStore(async (store) => {
      const stream = nameOf(channel);
      const events = await store.load(stream);
      const last = events.at(-1)!;
      const written = {
        ...last,
        version: last.version + 1,
        event: { type: "incident.painted", colour: "red" },
      };
      const summary = { ...(await store.summary(stream))!, extra: { newer: "field" } };
      const outcome = await store.append({
        stream,
        kind: "incident",
        expectedVersion: last.version,
        events: [written],
        summary,
        dueAt: rig.clock.now(),
      });
      expect(outcome).toBe("appended");
    });
    await press(rig, "lead", channel, "lead");
    await said(rig, channel.id, "leads INC-1.");
    rig.pass(31);
    await said(rig, channel.id, "is overdue");
    expect(await type(rig, "lead", channel.id, "timeline")).toContain("leads.");
    expect(doubledMessages(rig)).toEqual([]);
  });

  test("a button only the other version knows explains itself", async () => {
    const rig = await openClockRig();
    onTestFinished(() => rig.close());
    await rig.startBot();
    const client = new WebClient(rig.slack.botToken, { slackApiUrl: rig.slack.apiUrl });
    const button = { type: "button" as const, text: { type: "plain_text" as const, text: "Levitate" } };
    const { ts } = await client.chat.postMessage({
      channel: rig.control.channel("general").id,
      text: "From the future",
      blocks: [{ type: "actions", elements: [{ ...button, action_id: "future.levitate", value: "INC-1" }] }],
    });
    await rig.control.click("lead", { channel: "general", ts: ts! }, "future.levitate");
    await rig.eventually(() =>
      toldPrivately(rig, "lead", "general").find((text) => text.startsWith("I do not know this button")),
    );
  });
});
