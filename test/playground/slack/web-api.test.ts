import { afterEach, beforeEach, expect, test } from "vitest";
import { clientOf, openTestSlack, post, refusalOf, type TestSlack } from "../../support/slack.ts";

let slack: TestSlack;
beforeEach(async () => {
  slack = await openTestSlack();
});
afterEach(() => slack.close());

test("auth.test says who the bot is", async () => {
  expect(await slack.client.auth.test()).toMatchObject({
    ok: true,
    user_id: slack.botUserId,
    team_id: "T0LOCAL0001",
  });
});

test("a call without a token, with an unknown one, or with the wrong kind is refused by name", async () => {
  expect(await (await post(slack, "auth.test", {}, "")).json()).toEqual({ ok: false, error: "not_authed" });
  expect(await (await post(slack, "auth.test", {}, "xoxb-other")).json()).toMatchObject({
    error: "invalid_auth",
  });
  expect(await (await post(slack, "users.list", {}, slack.appToken)).json()).toMatchObject({
    error: "not_allowed_token_type",
  });
  expect(await refusalOf(slack.client.apps.connections.open({}))).toMatchObject({
    error: "not_allowed_token_type",
  });
});

test("a method the local Slack does not know is an unknown method", async () => {
  expect(await refusalOf(slack.client.apiCall("admin.users.list"))).toMatchObject({
    error: "unknown_method",
  });
});

test("a missing scope is named, with what is granted, in the answer and in the headers", async () => {
  slack.control.set({ scopes: ["chat:write"] });
  const response = await post(slack, "users.info", { user: slack.control.user("lead").id });
  expect(await response.json()).toEqual({
    ok: false,
    error: "missing_scope",
    needed: "users:read",
    provided: "chat:write",
  });
  expect(response.headers.get("x-oauth-scopes")).toBe("chat:write");
  expect(response.headers.get("x-accepted-oauth-scopes")).toBe("users:read");
  const refusal = await refusalOf(slack.client.users.info({ user: "U1" }));
  expect(refusal.response_metadata).toMatchObject({ acceptedScopes: ["users:read"], scopes: ["chat:write"] });
});

test("the scope needed for a channel depends on its kind", async () => {
  const general = slack.control.channel("#general").id;
  const direct = slack.control.directChannel("lead");
  slack.control.set({ scopes: ["channels:read"] });
  expect(await slack.client.conversations.info({ channel: general })).toMatchObject({ ok: true });
  expect(await refusalOf(slack.client.conversations.info({ channel: direct }))).toMatchObject({
    error: "missing_scope",
    needed: "im:read",
  });
  expect(await refusalOf(slack.client.conversations.list({ types: "private_channel" }))).toMatchObject({
    needed: "groups:read",
  });
});

test("bodies come as forms with nested JSON, or as JSON", async () => {
  const channel = slack.control.channel("#incidents").id;
  const blocks = [{ type: "divider" }];
  const headers = {
    authorization: `Bearer ${slack.botToken}`,
    "content-type": "application/json; charset=utf-8",
  };
  const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: "POST",
    headers,
    body: JSON.stringify({ channel, text: "as JSON", blocks }),
  });
  expect(await answer.json()).toMatchObject({ ok: true, message: { blocks } });
  await slack.client.chat.postMessage({ channel, text: "as a form", blocks });
  expect(slack.control.messages("#incidents").map(({ text }) => text)).toEqual(["as JSON", "as a form"]);
});

test("a body in another form, or broken JSON, is refused", async () => {
  const send = (type: string, body: string) =>
    fetch(`${slack.apiUrl}chat.postMessage`, { method: "POST", headers: { "content-type": type }, body });
  expect(await (await send("application/json", "{")).json()).toMatchObject({ error: "invalid_json" });
  expect(await (await send("application/json", "null")).json()).toMatchObject({ error: "invalid_json" });
  expect(await (await send("text/plain", "channel=C1")).json()).toMatchObject({ error: "invalid_post_type" });
});

test("a missing argument is named", async () => {
  expect(await refusalOf(slack.client.apiCall("conversations.info"))).toMatchObject({
    error: "invalid_arguments",
    response_metadata: { messages: ["[ERROR] missing required field: channel"] },
  });
});

test("every call is recorded with what was asked, by which token, and what was answered", async () => {
  await refusalOf(slack.client.chat.postMessage({ channel: "C404", text: "Hello?" }));
  expect(slack.control.calls("chat.postMessage")).toMatchObject([
    {
      args: { channel: "C404", text: "Hello?" },
      token: "bot",
      status: 200,
      answer: { error: "channel_not_found" },
    },
  ]);
});

test("long lists come in pages", async () => {
  const seen: string[] = [];
  for await (const page of slack.client.paginate("users.list", { limit: 3 })) {
    seen.push(...(page as unknown as { members: { name: string }[] }).members.map(({ name }) => name));
  }
  expect(seen).toEqual(slack.control.users().map(({ name }) => name));
  expect(await refusalOf(slack.client.users.list({ limit: 5000 }))).toMatchObject({ error: "invalid_limit" });
});

test("people show their role, and their address only to those who may read it", async () => {
  const info = async (name: string) =>
    (await slack.client.users.info({ user: slack.control.user(name).id })).user;
  expect(await info("guest")).toMatchObject({ is_restricted: true, is_ultra_restricted: false });
  expect(await info("external")).toMatchObject({ is_stranger: true, team_id: "T0PARTNER01" });
  expect(await info("deactivated")).toMatchObject({ deleted: true });
  expect(await info("lead")).toMatchObject({ profile: { email: "lead@example.com" } });
  slack.control.set({ scopes: ["users:read"] });
  expect((await info("lead"))?.profile).not.toHaveProperty("email");
});

test("a user is found by address, unless deactivated", async () => {
  const found = await slack.client.users.lookupByEmail({ email: "Lead@example.com" });
  expect(found.user?.name).toBe("lead");
  expect(
    await refusalOf(slack.client.users.lookupByEmail({ email: "deactivated@example.com" })),
  ).toMatchObject({
    error: "users_not_found",
  });
});

test("a user group gives its members and takes new ones", async () => {
  const { usergroups } = await slack.client.usergroups.list();
  const usergroup = usergroups![0]!.id!;
  expect(usergroups).toMatchObject([{ handle: "clay-oncall", user_count: 2 }]);
  await slack.client.usergroups.users.update({ usergroup, users: slack.control.user("lead").id });
  expect((await slack.client.usergroups.users.list({ usergroup })).users).toEqual([
    slack.control.user("lead").id,
  ]);
  expect(await refusalOf(slack.client.usergroups.users.list({ usergroup: "S404" }))).toMatchObject({
    error: "no_such_subteam",
  });
});

test("another token sees nothing", async () => {
  expect(await refusalOf(clientOf(slack, "xoxb-revoked").auth.test())).toMatchObject({
    error: "invalid_auth",
  });
});
