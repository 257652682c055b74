import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configSchema } from "../../../src/config/schema.ts";
import type { Store } from "../../../src/incident/store.ts";
import { createLogger } from "../../../src/log.ts";
import { type LocalSlack, openLocalSlack } from "../../../src/playground/slack/local-slack.ts";
import type { View } from "../../../src/record/ports.ts";
import { plainContent } from "../../../src/slack/blocks/mrkdwn.ts";
import { createReconciler, type DeliveryOutcome } from "../../../src/slack/deliver/reconcile.ts";
import type { FeedSlot, MessageSlot, Slot } from "../../../src/slack/deliver/slots.ts";
import { createManifest } from "../../../src/slack/manifest.ts";
import { createPacer } from "../../../src/slack/web/pacer.ts";
import { createWeb } from "../../../src/slack/web/web.ts";
import { createMovableClock, type MovableClock } from "../../support/clock.ts";
import { openTestStore } from "../../support/store.ts";

const stream = "INC-1";
const log = createLogger({ level: "silent" });

let slack: LocalSlack;
beforeAll(async () => {
  slack = await openLocalSlack({ manifest: createManifest(), settings: { rateLimits: false } });
});
afterAll(() => slack.close());

let store: Store;
let clock: MovableClock;
let wanted: Slot[];
let outcomes: DeliveryOutcome[];
let view: View;
let place: string;
let places = 0;
beforeEach(async () => {
  slack.control.clearFaults();
  store = await openTestStore();
  clock = createMovableClock();
  wanted = [];
  outcomes = [];
  place = slack.control.createChannel(`place-${++places}`, { members: ["lead"] });
  slack.control.join(place, "bot");
  view = startAnew();
  slack.control.clearCalls();
});

/** A reconciler that knows only what is on disk, as after a restart. */
function startAnew(): View {
  const incident = async () => wanted;
  const config = configSchema.parse({ slack: { bot_token: slack.botToken, api_url: slack.apiUrl } });
  return createReconciler({
    store,
    web: createWeb(config.slack, log),
    pacer: createPacer(clock),
    clock,
    slackNow: () => clock.now(),
    log,
    botUserId: () => slack.botUserId,
    desired: { incident, triage: incident, episode: incident, monitor: incident },
    report: async (_kind, _stream, outcome) => {
      outcomes.push(outcome);
      return false;
    },
  });
}

const pass = (signal?: AbortSignal) =>
  view.reconcile({ stream, kind: "incident", now: clock.now(), ...(signal && { signal }) });
const message = (text: string, more: Partial<MessageSlot> = {}): MessageSlot => ({
  kind: "message",
  slot: "notification",
  to: { channel: place },
  content: plainContent(text),
  ...more,
});
const feed = (...texts: string[]): FeedSlot => ({
  kind: "feed",
  slot: "feed",
  to: { channel: place },
  latest: texts.length,
  lines: (after) => texts.map((text, i) => ({ version: i + 1, text })).slice(after),
});
const texts = () => slack.control.messages(place).map(({ text }) => text);
const called = (method: string) => slack.control.calls(method).length;

describe("a message", () => {
  test("is posted once, edited when it changes, and left alone while it does not", async () => {
    wanted = [message("one")];
    await pass();
    await pass();
    clock.moveMinutes(1);
    wanted = [message("two")];
    await pass();
    await pass();
    expect(texts()).toEqual(["two"]);
    expect([called("chat.postMessage"), called("chat.update")]).toEqual([1, 1]);
  });

  test("that changes again within a second is edited once, later, to what it says then", async () => {
    wanted = [message("one")];
    await pass();
    for (const text of ["two", "three", "four"]) {
      wanted = [message(text)];
      const { retryAt } = await pass();
      expect(retryAt! > clock.now()).toBe(true);
    }
    clock.moveMilliseconds(1000);
    expect(await pass()).toEqual({ retryAt: null });
    expect(texts()).toEqual(["four"]);
    expect(called("chat.update")).toBe(1);
  });

  test("whose answer was lost is found again, also after a restart, and brought up to date", async () => {
    slack.control.fault({ method: "chat.postMessage", kind: "lost-answer" });
    wanted = [message("as it was")];
    await pass();
    expect(texts()).toEqual(["as it was"]);
    view = startAnew();
    wanted = [message("as it is")];
    const { retryAt } = await pass();
    clock.moveTo(retryAt!);
    await pass();
    expect(texts()).toEqual(["as it is"]);
    expect(called("chat.postMessage")).toBe(1);
  });

  test("whose answer was lost is found again, however much was said there meanwhile", async () => {
    slack.control.fault({ method: "chat.postMessage", kind: "lost-answer" });
    wanted = [message("as it was", { once: true })];
    const { retryAt } = await pass();
    for (let said = 0; said < 450; said++) slack.control.say("lead", place, `${said}`);
    clock.moveTo(retryAt!);
    await pass();
    expect(texts().filter((text) => text === "as it was")).toHaveLength(1);
    expect(called("chat.postMessage")).toBe(1);
  });

  test("that never reached Slack is posted on the next try", async () => {
    slack.control.fault({ method: "chat.postMessage", kind: "lost-request" });
    wanted = [message("once")];
    const { retryAt } = await pass();
    expect(texts()).toEqual([]);
    clock.moveTo(retryAt!);
    await pass();
    expect(texts()).toEqual(["once"]);
  });

  test("goes to the person where the place does not let us post", async () => {
    const closed = slack.control.createChannel(`closed-${places}`, { members: ["lead"], kind: "private" });
    const { id } = slack.control.user("responder");
    wanted = [message("for you", { to: { channel: closed }, otherwiseTo: id })];
    await pass();
    expect(slack.control.messages("@responder").at(-1)!.text).toBe("for you");
    expect(outcomes).toEqual([]);
  });
});

describe("what fails", () => {
  test("for good is reported once and left alone until it should say something else; the rest goes on", async () => {
    const gone = { to: { channel: "C0NOWHERE" }, slot: "elsewhere" };
    wanted = [message("lost", gone), message("kept")];
    await pass();
    await pass();
    expect(outcomes).toMatchObject([{ type: "slot_failed", code: "channel_not_found" }]);
    expect(texts()).toEqual(["kept"]);
    wanted = [message("lost again", gone), message("kept")];
    await pass();
    expect(outcomes).toHaveLength(2);
  });

  test("with 429 waits as long as Slack says, and with it only what uses the same method", async () => {
    slack.control.fault({ method: "chat.postMessage", kind: "rate-limited", retryAfterSeconds: 30 });
    wanted = [message("late"), message("late, too", { slot: "other" })];
    const { retryAt } = await pass();
    expect(Date.parse(retryAt!) - Date.parse(clock.now())).toBe(30_000);
    expect(called("chat.postMessage")).toBe(1);
    clock.moveTo(retryAt!);
    await pass();
    expect(texts()).toEqual(["late", "late, too"]);
  });

  test.each(["message_limit_exceeded", "ratelimited", "team_added_to_org"])(
    "with %s is tried again when that may be over, and nobody is troubled with it",
    async (error) => {
      slack.control.fault({ method: "chat.postMessage", kind: "error", error });
      wanted = [message("in the end")];
      const { retryAt } = await pass();
      clock.moveTo(retryAt!);
      await pass();
      expect(texts()).toEqual(["in the end"]);
      expect(outcomes).toEqual([]);
    },
  );

  test("a message that cannot be taken away stays alone, and is told once", async () => {
    for (const text of ["one", "two", "three"]) wanted.push(message(text, { slot: text }));
    await pass();
    slack.control.fault({ method: "chat.delete", kind: "error", error: "restricted_action", times: 1 });
    wanted = [{ kind: "clear", slot: "clear", to: { channel: place } }];
    await pass();
    expect(texts()).toHaveLength(1);
    expect(outcomes).toHaveLength(1);
  });

  test("nothing more is called once another process has taken the stream over", async () => {
    const taken = new AbortController();
    taken.abort();
    wanted = [message("not by us")];
    await pass(taken.signal);
    expect(slack.control.calls()).toEqual([]);
  });
});

describe("changes", () => {
  test("made quickly are told together, in order, each once", async () => {
    wanted = [feed("first")];
    await pass();
    wanted = [feed("first", "second", "third")];
    const { retryAt } = await pass();
    clock.moveTo(retryAt!);
    await pass();
    await pass();
    expect(texts()).toEqual(["first", "second\nthird"]);
  });

  test("whose answer was lost are not told again, and what came meanwhile is", async () => {
    slack.control.fault({ method: "chat.postMessage", kind: "lost-answer" });
    wanted = [feed("first")];
    await pass();
    view = startAnew();
    wanted = [feed("first", "second")];
    for (let tries = 0; tries < 5; tries++) {
      await pass();
      clock.moveMinutes(1);
    }
    expect(texts()).toEqual(["first", "second"]);
  });
});

test("of a hundred and one people with one deactivated, all others are invited, and the one is named", async () => {
  const people = Array.from({ length: 100 }, (_, i) => slack.control.createUser({ name: `p${i}` }).id);
  const users = [...people.slice(0, 50), slack.control.user("deactivated").id, ...people.slice(50)];
  wanted = [
    { kind: "channel", slot: "channel", name: `inc-${places}`, private: false },
    { kind: "members", slot: "members", users },
  ];
  await pass();
  await pass();
  const { members } = slack.control.channel(`inc-${places}`);
  expect(people.filter((id) => !members.includes(id))).toEqual([]);
  const failed = outcomes.filter(({ type }) => type === "slot_failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ code: expect.stringContaining(slack.control.user("deactivated").id) });
});

describe("the channel", () => {
  const channel: Slot = { kind: "channel", slot: "channel", name: "", private: false };

  test("whose answer was lost is recognised as our own", async () => {
    slack.control.fault({ method: "conversations.create", kind: "lost-answer" });
    wanted = [{ ...channel, name: `lost-${places}` }];
    const { retryAt } = await pass();
    view = startAnew();
    clock.moveTo(retryAt!);
    await pass();
    const made = slack.control.channels().filter(({ name }) => name.startsWith(`lost-${places}`));
    expect(made.map(({ name }) => name)).toEqual([`lost-${places}`]);
    expect(outcomes.at(-1)).toMatchObject({ type: "channel_opened", channel: { id: made[0]!.id } });
  });

  test("never takes one that was there before, ours or not", async () => {
    const name = `taken-${places}`;
    slack.control.createChannel(name, { creator: "lead" });
    slack.control.createChannel(`${name}-2`, { creator: "lead" });
    wanted = [{ ...channel, name }];
    await pass();
    expect(slack.control.channel(`${name}-3`).creator).toBe(slack.botUserId);
  });
});
