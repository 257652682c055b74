import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startHttpApp } from "../../support/bolt-apps.ts";
import { openTestSlack, type TestSlack } from "../../support/slack.ts";

let slack: TestSlack;
const stops: (() => unknown)[] = [];
beforeEach(async () => {
  slack = await openTestSlack();
  stops.push(() => slack.close());
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A receiver that answers as told, and keeps the headers it got. */
async function startReceiver(answer: (response: ServerResponse) => void) {
  const headers: IncomingMessage["headers"][] = [];
  const server: Server = createServer((request, response) => {
    headers.push(request.headers);
    request.resume();
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  slack.control.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return headers;
}

const failures = () =>
  slack.control.envelopes()[0]?.attempts.filter(({ outcome }) => outcome !== undefined).length ?? 0;

test("the request URL is verified with a challenge", async () => {
  const { url, stop } = await startHttpApp(slack);
  stops.push(stop);
  expect(await slack.control.verifyRequestUrl(url)).toBe(true);
});

test("a receiver with another signing secret refuses what is sent", async () => {
  const { stop } = await startHttpApp(slack, "another secret");
  stops.push(stop);
  expect(await slack.control.command("lead", "#incidents", "/try")).toMatchObject({
    acked: false,
    error: "dispatch_failed",
  });
});

test("an event is sent again with the number and the reason of the retry", async () => {
  const headers = await startReceiver((response) => response.writeHead(500).end());
  slack.control.say("lead", "#incidents", "hello");
  await slack.control.until(() => failures() === 2);
  await slack.clock.advance(60_000);
  await slack.control.until(() => failures() === 3);
  await slack.clock.advance(300_000);
  await slack.control.until(() => failures() === 4);
  await slack.clock.advance(3_600_000);
  expect(headers.map((sent) => [sent["x-slack-retry-num"], sent["x-slack-retry-reason"]])).toEqual([
    [undefined, undefined],
    ["1", "http_error"],
    ["2", "http_error"],
    ["3", "http_error"],
  ]);
});

test("a receiver can ask for no retry", async () => {
  const headers = await startReceiver((response) =>
    response.writeHead(500, { "x-slack-no-retry": "1" }).end(),
  );
  slack.control.say("lead", "#incidents", "hello");
  await slack.control.until(() => failures() === 1);
  await slack.clock.advance(3_600_000);
  expect(headers).toHaveLength(1);
});

test("a receiver that does not answer in time fails the person, and is sent the event again", async () => {
  const headers = await startReceiver(() => {});
  const outcome = slack.control.command("lead", "#incidents", "/try");
  await expect.poll(() => headers.length).toBe(1);
  await slack.clock.advance(3000);
  expect(await outcome).toMatchObject({ error: "operation_timeout" });
});

test("forms are sent without a charset, signed in Slack's way", async () => {
  const headers = await startReceiver((response) => response.end());
  await slack.control.command("lead", "#incidents", "/try");
  expect(headers).toMatchObject([
    {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-signature": expect.stringMatching(/^v0=[0-9a-f]{64}$/),
    },
  ]);
});

test("nobody listening is a failed dispatch", async () => {
  slack.control.deliverTo("http://127.0.0.1:1/slack/events");
  expect(await slack.control.command("lead", "#incidents", "/try")).toMatchObject({
    error: "dispatch_failed",
  });
});
