import { WebAPIPlatformError } from "@slack/web-api";
import { describe, expect, test } from "vitest";
import { DeliveryError, toDeliveryError } from "../../../src/slack/web/delivery-error.ts";
import { createSlackFetch } from "../../../src/slack/web/slack-fetch.ts";

/** What Slack's clients get of an answer, and what was heard beside. */
async function fetched(answer: Response, persist = false) {
  const heard: (string | null)[] = [];
  const fetch = createSlackFetch(
    { slackTime: () => {}, token: (refusal) => heard.push(refusal) },
    { persist, fetch: async () => answer },
  );
  const response = await fetch("http://127.0.0.1/api/auth.test").catch((error: Error) => error);
  return { response, heard };
}

describe("an answer of Slack", () => {
  test("comes through as it is, and says what Slack thinks of the token", async () => {
    const { response, heard } = await fetched(Response.json({ ok: true, ts: "1.2" }));
    expect(await (response as Response).json()).toEqual({ ok: true, ts: "1.2" });
    expect(heard).toEqual([null]);
    expect((await fetched(Response.json({ ok: false, error: "channel_not_found" }))).heard).toEqual([null]);
    expect((await fetched(Response.json({ ok: false, error: "token_revoked" }))).heard).toEqual([
      "token_revoked",
    ]);
  });

  test("that refuses the token is no answer for a client that would give up for good", async () => {
    const { response } = await fetched(Response.json({ ok: false, error: "invalid_auth" }), true);
    expect(response).toBeInstanceOf(Error);
  });
});

test.each([
  "<html>One moment",
  "",
  "null",
  "[]",
  '{"ok":false}',
  '{"ok":false,"error":"<html>"}',
  '{"ok":"yes"}',
])("%j is no answer of Slack, and says nothing of the token", async (text) => {
  const { response, heard } = await fetched(new Response(text));
  expect(response).toBeInstanceOf(Error);
  expect(heard).toEqual([]);
});

test("an answer cut off inside its body is a failed request", async () => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"ok":'));
      controller.error(new TypeError("terminated"));
    },
  });
  expect((await fetched(new Response(body))).response).toBeInstanceOf(Error);
});

test.each([
  [{ "retry-after": "7" }, "7"],
  [{ "retry-after": "Fri, 27 Nov 2026 10:00:12 GMT", date: "Fri, 27 Nov 2026 10:00:00 GMT" }, "12"],
  [{ "retry-after": "soon" }, "30"],
  [{}, "30"],
])("a 429 with %j is waited for %s seconds", async (headers, seconds) => {
  const { response } = await fetched(new Response("slow down", { status: 429, headers }));
  expect((response as Response).headers.get("retry-after")).toBe(seconds);
});

test("what is none of the SDK's errors, or a code Slack would not write, is unclear: looked up, tried again", () => {
  const platform = (error: string) =>
    new WebAPIPlatformError({ ok: false, error, response_metadata: {} } as never);
  for (const error of [new TypeError("terminated"), "text", undefined, platform("<!doctype html>")])
    expect(toDeliveryError(error)).toMatchObject({ kind: "unclear", code: "no_answer" });
  expect(toDeliveryError(platform("channel_not_found"))).toMatchObject({ kind: "permanent" });
  expect(toDeliveryError(platform("token_revoked"))).toMatchObject({ kind: "postponed" });
  const sorted = new DeliveryError("permanent", "no_such_subteam");
  expect(toDeliveryError(sorted)).toBe(sorted);
});
