import { afterEach, beforeEach, expect, test } from "vitest";
import { clientOf, openTestSlack, refusalOf, type TestSlack } from "../../support/slack.ts";
import { openSocket } from "../../support/socket-client.ts";

let slack: TestSlack;
beforeEach(async () => {
  slack = await openTestSlack();
});
afterEach(() => slack.close());

const failed = () => slack.control.waitFor(({ type }) => type === "envelope.failed");
const sent = () => slack.control.waitFor(({ type }) => type === "envelope.sent");

test("each connection is greeted with how many there are, and a ticket opens only one", async () => {
  const first = await openSocket(slack);
  const second = await openSocket(slack);
  expect([first.hello, second.hello]).toMatchObject([
    { type: "hello", num_connections: 1, connection_info: { app_id: "A0LOCAL0001" } },
    { type: "hello", num_connections: 2 },
  ]);
});

test("an eleventh connection is turned away", async () => {
  const opened = [];
  for (let count = 0; count < 10; count += 1) opened.push(await openSocket(slack));
  await slack.clock.advance(60_000);
  const { client, hello } = await openSocket(slack);
  expect(hello).toMatchObject({ type: "disconnect", reason: "too_many_websockets" });
  await client.closed;
  expect(slack.control.connections().filter(({ state }) => state === "open")).toHaveLength(10);
});

test("each envelope goes to one connection, in turn", async () => {
  const [first, second] = [await openSocket(slack), await openSocket(slack)];
  for (let count = 0; count < 4; count += 1) slack.control.say("lead", "#incidents", `${count}`);
  const frames = await Promise.all([
    first.client.next(),
    first.client.next(),
    second.client.next(),
    second.client.next(),
  ]);
  expect(new Set(frames.map(({ envelope_id }) => envelope_id)).size).toBe(4);
});

test("a command that is not acked within three seconds fails for the person, and is not sent again", async () => {
  const { client } = await openSocket(slack);
  const outcome = slack.control.command("lead", "#incidents", "/try now");
  await client.next();
  await slack.clock.advance(3000);
  expect(await outcome).toMatchObject({ acked: false, error: "operation_timeout" });
  await slack.clock.advance(600_000);
  expect(slack.control.envelopes("slash_commands")).toMatchObject([
    { acked: false, attempts: [{ outcome: "timeout" }] },
  ]);
});

test("a command with nobody connected fails at once", async () => {
  expect(await slack.control.command("lead", "#incidents", "/try now")).toMatchObject({
    acked: false,
    error: "dispatch_failed",
  });
});

test("an event that is not acked is sent again at once, after a minute and after five", async () => {
  const { client } = await openSocket(slack);
  slack.control.say("lead", "#incidents", "hello");
  const frames = [await client.next()];
  await slack.clock.advance(3000);
  frames.push(await client.next());
  await slack.clock.advance(3000 + 60_000);
  frames.push(await client.next());
  await slack.clock.advance(3000 + 300_000);
  frames.push(await client.next());
  await slack.clock.advance(3_600_000);
  expect(client.frames).toHaveLength(5);
  expect(frames.map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason])).toEqual([
    [0, ""],
    [1, "timeout"],
    [2, "timeout"],
    [3, "timeout"],
  ]);
  expect(new Set(frames.map(({ envelope_id }) => envelope_id)).size).toBe(1);
});

test("an event that is acked, even late, is not sent again", async () => {
  const { client } = await openSocket(slack);
  slack.control.say("lead", "#incidents", "hello");
  const frame = await client.next();
  await slack.clock.advance(3000);
  const again = await client.next();
  await slack.clock.advance(3000);
  const late = slack.control.waitFor(({ type }) => type === "envelope.late");
  client.ack(frame);
  await late;
  await slack.clock.advance(3_600_000);
  expect(client.frames.at(-1)).toEqual(again);
});

test("events wait for an app that is away, as long as the retries last", async () => {
  const gone = failed();
  slack.control.say("lead", "#incidents", "hello");
  await gone;
  await slack.control.settled();
  const { client } = await openSocket(slack);
  const next = client.next();
  await slack.clock.advance(60_000);
  expect(await next).toMatchObject({
    type: "events_api",
    retry_attempt: 2,
    payload: { event: { text: "hello" } },
  });
});

test("a connection told to refresh gets no more envelopes, while another goes on", async () => {
  const old = await openSocket(slack);
  slack.control.disconnect({ reason: "refresh_requested" });
  expect(await old.client.next()).toMatchObject({ type: "disconnect", reason: "refresh_requested" });
  const fresh = await openSocket(slack);
  slack.control.say("lead", "#incidents", "hello");
  expect(await fresh.client.next()).toMatchObject({ type: "events_api" });
  expect(old.client.frames).toHaveLength(2);
});

test("a warned connection works on; one whose TCP is closed does not", async () => {
  const { client } = await openSocket(slack);
  slack.control.disconnect({ reason: "warning" });
  slack.control.say("lead", "#incidents", "hello");
  expect([await client.next(), await client.next()]).toMatchObject([
    { reason: "warning" },
    { type: "events_api" },
  ]);
  slack.control.disconnect({ closeTcp: true });
  await client.closed;
});

test("a half-open connection swallows its share of clicks", async () => {
  const { client } = await openSocket(slack);
  await client.ping();
  slack.control.halfOpen();
  const sending = sent();
  const outcome = slack.control.command("lead", "#incidents", "/try now");
  await sending;
  await slack.clock.advance(3000);
  expect(await outcome).toMatchObject({ error: "operation_timeout" });
  expect(client.frames).toHaveLength(1);
});

test("the same event can arrive many times under new ids", async () => {
  const { client } = await openSocket(slack);
  slack.control.duplicateEvents(10);
  slack.control.say("lead", "#incidents", "hello");
  const frames = [];
  for (let count = 0; count < 11; count += 1) frames.push(await client.next());
  const payloads = frames.map(({ payload }) => payload as { event_id: string; event: { ts: string } });
  expect(new Set(payloads.map(({ event_id }) => event_id)).size).toBe(11);
  expect(new Set(payloads.map(({ event }) => event.ts)).size).toBe(1);
  slack.control.repeatEvent(payloads[0]!.event_id);
  expect(await client.next()).toMatchObject({ payload: { event: payloads[0]!.event } });
});

test("turning Socket Mode off ends the connections", async () => {
  const { client } = await openSocket(slack);
  slack.control.deliverTo("http://127.0.0.1:9/slack/events");
  expect(await client.next()).toMatchObject({ type: "disconnect", reason: "link_disabled" });
  await client.closed;
});

test("opening a connection can be refused, and is refused to an app without Socket Mode", async () => {
  const open = () => refusalOf(clientOf(slack, slack.appToken).apps.connections.open({}));
  slack.control.fault({ kind: "error", error: "internal_error", method: "apps.connections.open" });
  expect(await open()).toMatchObject({ error: "internal_error" });
  slack.control.deliverTo("http://127.0.0.1:9/slack/events");
  expect(await open()).toMatchObject({ error: "forbidden_team" });
});
