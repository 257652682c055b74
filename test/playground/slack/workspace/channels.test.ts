import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestSlack, refusalOf, type TestSlack } from "../../../support/slack.ts";

let slack: TestSlack;
beforeEach(async () => {
  slack = await openTestSlack();
});
afterEach(() => slack.close());

const id = (name: string) => slack.control.user(name).id;
const create = async (name: string, is_private = false) =>
  (await slack.client.conversations.create({ name, is_private })).channel!.id!;
const invite = (channel: string, names: string[], force = false) =>
  slack.client.conversations.invite({ channel, users: names.map(id).join(","), force });

test.each([
  ["", "invalid_name_required"],
  ["Inc-1", "invalid_name_specials"],
  ["inc 1", "invalid_name_specials"],
  ["inc.1", "invalid_name_specials"],
  ["---", "invalid_name_punctuation"],
  ["x".repeat(81), "invalid_name_maxlength"],
  ["general", "name_taken"],
])("a channel cannot be named %j: %s", async (name, error) => {
  expect(await refusalOf(slack.client.conversations.create({ name }))).toMatchObject({ error });
});

test("an archived channel keeps its name", async () => {
  const channel = await create("inc-1");
  await slack.client.conversations.archive({ channel });
  expect(await refusalOf(slack.client.conversations.create({ name: "inc-1" }))).toMatchObject({
    error: "name_taken",
  });
});

test("a workspace may forbid apps to create channels", async () => {
  slack.control.set({ channelCreation: false });
  expect(await refusalOf(slack.client.conversations.create({ name: "inc-1" }))).toMatchObject({
    error: "restricted_action",
  });
});

test("whoever creates a channel is in it", async () => {
  const channel = await create("inc-1", true);
  expect((await slack.client.conversations.members({ channel })).members).toEqual([slack.botUserId]);
  expect(
    (await slack.client.conversations.info({ channel, include_num_members: true })).channel,
  ).toMatchObject({
    is_private: true,
    is_member: true,
    num_members: 1,
  });
});

test("people are invited together", async () => {
  const channel = await create("inc-1");
  await invite(channel, ["lead", "responder"]);
  expect(slack.control.channel(channel).members).toEqual([slack.botUserId, id("lead"), id("responder")]);
});

test("one bad id fails the whole invitation, unless it is forced", async () => {
  const channel = await create("inc-1");
  await invite(channel, ["lead"]);
  const refusal = await refusalOf(invite(channel, ["responder", "deactivated", "lead"]));
  expect(refusal).toMatchObject({
    error: "user_not_found",
    errors: [
      { user: id("deactivated"), ok: false, error: "user_not_found" },
      { user: id("lead"), ok: false, error: "already_in_channel" },
    ],
  });
  expect(slack.control.channel(channel).members).not.toContain(id("responder"));
  expect(await invite(channel, ["responder", "deactivated", "lead"], true)).toMatchObject({ ok: true });
  expect(slack.control.channel(channel).members).toContain(id("responder"));
  expect(await refusalOf(invite(channel, ["lead"], true))).toMatchObject({ error: "already_in_channel" });
});

test("the bot cannot invite itself, nobody, or outsiders to a channel that is not shared", async () => {
  const channel = await create("inc-1");
  const fails = (users: string) => refusalOf(slack.client.conversations.invite({ channel, users }));
  expect(await fails(slack.botUserId)).toMatchObject({ error: "cant_invite_self" });
  expect(await fails("")).toMatchObject({ error: "no_user" });
  expect(await fails(id("external"))).toMatchObject({ error: "cant_invite" });
  expect(await fails("U404")).toMatchObject({ error: "user_not_found" });
});

test("a workspace may keep guests out of channels", async () => {
  const channel = await create("inc-1");
  slack.control.set({ guestInvites: false });
  expect(await refusalOf(invite(channel, ["guest"]))).toMatchObject({ error: "user_is_restricted" });
});

test("a single-channel guest stays in one channel", async () => {
  const guest = slack.control.createUser({ name: "visitor", role: "single-channel-guest" });
  const [first, second] = [await create("inc-1"), await create("inc-2")];
  await slack.client.conversations.invite({ channel: first, users: guest.id });
  expect(
    await refusalOf(slack.client.conversations.invite({ channel: second, users: guest.id })),
  ).toMatchObject({
    error: "ura_max_channels",
  });
});

test("the bot joins public channels by itself, private ones only when invited", async () => {
  const open = slack.control.createChannel("open");
  const closed = slack.control.createChannel("closed", { kind: "private" });
  await slack.client.conversations.join({ channel: open });
  expect(await slack.client.conversations.join({ channel: open })).toMatchObject({
    warning: "already_in_channel",
  });
  expect(await refusalOf(slack.client.conversations.join({ channel: closed }))).toMatchObject({
    error: "channel_not_found",
  });
  slack.control.join(closed, "bot");
  expect(await slack.client.conversations.info({ channel: closed })).toMatchObject({
    channel: { name: "closed" },
  });
});

test("topic and purpose are set by members, noted in the channel, and bounded", async () => {
  const channel = await create("inc-1");
  await slack.client.conversations.setTopic({ channel, topic: "P1 · Investigating" });
  await slack.client.conversations.setPurpose({ channel, purpose: "Clay is down" });
  expect(slack.control.channel(channel)).toMatchObject({
    topic: "P1 · Investigating",
    purpose: "Clay is down",
  });
  expect(slack.control.messages(channel, { notices: true })).toMatchObject([
    { raw: { subtype: "channel_topic", topic: "P1 · Investigating" } },
    { raw: { subtype: "channel_purpose" } },
  ]);
  expect(slack.control.messages(channel)).toEqual([]);
  expect(
    await refusalOf(slack.client.conversations.setTopic({ channel, topic: "x".repeat(251) })),
  ).toMatchObject({ error: "too_long" });
  slack.control.kick(channel, "bot");
  expect(await refusalOf(slack.client.conversations.setTopic({ channel, topic: "x" }))).toMatchObject({
    error: "not_in_channel",
  });
});

test("an archived channel takes no changes, and a bot cannot bring it back", async () => {
  const channel = await create("inc-1");
  await slack.client.conversations.archive({ channel });
  const { conversations } = slack.client;
  expect(await refusalOf(conversations.archive({ channel }))).toMatchObject({ error: "already_archived" });
  expect(await refusalOf(conversations.setTopic({ channel, topic: "x" }))).toMatchObject({
    error: "is_archived",
  });
  expect(await refusalOf(conversations.rename({ channel, name: "inc-2" }))).toMatchObject({
    error: "is_archived",
  });
  expect(await refusalOf(conversations.invite({ channel, users: id("lead") }))).toMatchObject({
    error: "is_archived",
  });
  expect(await refusalOf(conversations.join({ channel }))).toMatchObject({ error: "is_archived" });
  expect(await refusalOf(conversations.unarchive({ channel }))).toMatchObject({ error: "not_in_channel" });
  slack.control.unarchive(channel);
  expect(slack.control.channel(channel)).toMatchObject({ archived: false, members: [id("lead")] });
});

test("#general cannot be archived or left", async () => {
  const channel = slack.control.channel("#general").id;
  expect(await refusalOf(slack.client.conversations.archive({ channel }))).toMatchObject({
    error: "cant_archive_general",
  });
  expect(await refusalOf(slack.client.conversations.leave({ channel }))).toMatchObject({
    error: "cant_leave_general",
  });
});

test("a rename keeps to the rules for names", async () => {
  const channel = await create("inc-1");
  await slack.client.conversations.rename({ channel, name: "inc-1-leads" });
  expect(slack.control.channel(channel).name).toBe("inc-1-leads");
  expect(await refusalOf(slack.client.conversations.rename({ channel, name: "incidents" }))).toMatchObject({
    error: "name_taken",
  });
});

test("the bot lists what it can see, archived ones only if wanted", async () => {
  const channel = await create("inc-1");
  slack.control.createChannel("secret", { kind: "private" });
  await slack.client.conversations.archive({ channel });
  const names = async (args: object) =>
    (await slack.client.conversations.list(args)).channels!.map(({ name }) => name).sort();
  expect(await names({ types: "public_channel,private_channel" })).toEqual([
    "clay-alerts",
    "general",
    "inc-1",
    "incidents",
  ]);
  expect(await names({ exclude_archived: true })).toEqual(["clay-alerts", "general", "incidents"]);
  expect(await refusalOf(slack.client.conversations.list({ types: "secret" }))).toMatchObject({
    error: "invalid_types",
  });
  const mine = await slack.client.users.conversations({ types: "public_channel" });
  expect(mine.channels).toHaveLength(3);
});

test("a direct conversation is opened once, and not with deactivated users", async () => {
  const open = (users: string) => slack.client.conversations.open({ users });
  const first = (await open(id("lead"))).channel!.id;
  expect((await open(id("lead"))).channel!.id).toBe(first);
  expect(await refusalOf(open(id("deactivated")))).toMatchObject({ error: "user_disabled" });
  expect((await open(`${id("lead")},${id("responder")}`)).channel!.id).toMatch(/^G/);
});

test("bookmarks are added, edited, listed and removed", async () => {
  const channel_id = await create("inc-1");
  const added = await slack.client.bookmarks.add({
    channel_id,
    title: "Runbook",
    type: "link",
    link: "https://example.com",
  });
  const bookmark_id = added.bookmark!.id!;
  await slack.client.bookmarks.edit({ channel_id, bookmark_id, title: "The runbook" });
  expect((await slack.client.bookmarks.list({ channel_id })).bookmarks).toMatchObject([
    { title: "The runbook", link: "https://example.com" },
  ]);
  const bad = { channel_id, title: "x", type: "link" as const };
  expect(await refusalOf(slack.client.bookmarks.add({ ...bad, link: "ftp://x" }))).toMatchObject({
    error: "invalid_link",
  });
  expect(
    await refusalOf(slack.client.bookmarks.add({ ...bad, link: "https://x", emoji: "book" })),
  ).toMatchObject({
    error: "invalid_emoji",
  });
  await slack.client.bookmarks.remove({ channel_id, bookmark_id });
  expect(await refusalOf(slack.client.bookmarks.remove({ channel_id, bookmark_id }))).toMatchObject({
    error: "not_found",
  });
});

test("a channel has one canvas, where the plan has canvases at all", async () => {
  const channel_id = await create("inc-1");
  const document_content = { type: "markdown" as const, markdown: "# Postmortem" };
  const { canvas_id } = await slack.client.conversations.canvases.create({ channel_id, document_content });
  expect(await refusalOf(slack.client.conversations.canvases.create({ channel_id }))).toMatchObject({
    error: "channel_canvas_already_exists",
  });
  expect(await slack.client.conversations.info({ channel: channel_id })).toMatchObject({
    channel: { properties: { canvas: { file_id: canvas_id } } },
  });
  await slack.client.canvases.edit({
    canvas_id: canvas_id!,
    changes: [{ operation: "replace", document_content: { type: "markdown", markdown: "# Done" } }],
  });
  expect(slack.control.canvases()).toMatchObject([{ markdown: "# Done" }]);
  slack.control.set({ canvases: false });
  expect(
    await refusalOf(slack.client.conversations.canvases.create({ channel_id: await create("inc-2") })),
  ).toMatchObject({
    error: "team_tier_cannot_create_channel_canvases",
  });
});

test("a file is announced, uploaded and shared, and keeps its bytes", async () => {
  const channel_id = await create("inc-1");
  await slack.client.filesUploadV2({
    channel_id,
    filename: "timeline.md",
    content: "09:14 Detected",
    initial_comment: "Export",
  });
  expect(slack.control.files()).toMatchObject([
    { name: "timeline.md", text: "09:14 Detected", channels: [channel_id] },
  ]);
  expect(slack.control.messages(channel_id)).toMatchObject([
    { text: "Export", raw: { subtype: "file_share", files: [{ size: 14 }] } },
  ]);
  const file = slack.control.files()[0]!.id;
  expect(await slack.client.files.info({ file })).toMatchObject({ file: { name: "timeline.md" } });
});

test("an upload that never sent its bytes cannot be completed", async () => {
  const { file_id } = await slack.client.files.getUploadURLExternal({ filename: "x.txt", length: 3 });
  expect(
    await refusalOf(slack.client.files.completeUploadExternal({ files: [{ id: file_id! }] })),
  ).toMatchObject({
    error: "file_not_found",
  });
});
