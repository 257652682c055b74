import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestSlack, type TestSlack } from "../../../support/slack.ts";

let slack: TestSlack;
beforeEach(async () => {
  slack = await openTestSlack();
});
afterEach(() => slack.close());

const control = async (name: string, ...args: unknown[]) => {
  const response = await fetch(`${slack.url}/control/${name}`, {
    method: "POST",
    body: JSON.stringify(args),
  });
  return { status: response.status, body: (await response.json()) as { result?: unknown; error?: string } };
};

test("another process can act and look through /control/", async () => {
  expect(await control("say", "lead", "#incidents", "hello")).toMatchObject({
    status: 200,
    body: { result: { ts: expect.any(String) } },
  });
  expect((await control("messages", "#incidents")).body.result).toMatchObject([{ text: "hello" }]);
  expect((await control("channels")).body.result).toHaveLength(3);
});

test("what cannot be done is said in words", async () => {
  expect(await control("say", "nobody", "#incidents", "hello")).toEqual({
    status: 400,
    body: { error: 'The local Slack has no user "nobody"' },
  });
  expect((await control("subscribe")).status).toBe(404);
  expect((await control("constructor")).status).toBe(404);
});

test("a page of another site cannot steer it", async () => {
  const response = await fetch(`${slack.url}/control/channels`, {
    method: "POST",
    headers: { origin: "https://example.com" },
  });
  expect(response.status).toBe(403);
});

test("faults are set and ended from outside", async () => {
  const { body } = await control("fault", { kind: "status", status: 503, method: "auth.test", times: 5 });
  expect((await fetch(`${slack.apiUrl}auth.test`, { method: "POST" })).status).toBe(503);
  await control("endFault", (body.result as { id: number }).id);
  expect((await fetch(`${slack.apiUrl}auth.test`, { method: "POST" })).status).toBe(200);
});

test("everything that changes is streamed", async () => {
  const response = await fetch(`${slack.url}/control/stream`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  slack.control.say("lead", "#incidents", "hello");
  let text = "";
  while (!text.includes("message.posted")) text += (await reader.read()).value;
  expect(text).toContain('"text":"hello"');
  await reader.cancel();
});
