import type { App } from "@slack/bolt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type RunningApp, startHttpApp, startSocketApp } from "../../support/bolt-apps.ts";
import { openTestSlack, refusalOf, type TestSlack } from "../../support/slack.ts";

const buttons = [
  {
    type: "actions",
    elements: [{ type: "button", action_id: "go", value: "12", text: { type: "plain_text", text: "Go" } }],
  },
];

describe.each([
  ["Socket Mode", startSocketApp],
  ["HTTP", startHttpApp],
])("a real Bolt app over %s", (_name, start) => {
  let slack: TestSlack;
  let running: RunningApp;
  let app: App;
  let channel: string;
  beforeEach(async () => {
    slack = await openTestSlack();
    channel = slack.control.channel("#incidents").id;
    running = await start(slack);
    app = running.app;
  });
  afterEach(async () => {
    await running.stop();
    await slack.close();
  });

  const seen = (as?: string) => slack.control.messages("#incidents", as ? { as } : {});
  const say = async (message: object) => {
    const { ts } = await slack.client.chat.postMessage({ channel, text: "Press", ...message });
    return { channel, ts: String(ts) };
  };

  test("gets a slash command with mentions resolved, and its ack is shown to the person alone", async () => {
    app.command("/try", async ({ ack, command }) => ack(`You said ${command.text}`));
    expect(await slack.control.command("lead", "#incidents", "/try @responder")).toMatchObject({
      acked: true,
    });
    const { id } = slack.control.user("responder");
    expect(seen("lead")).toMatchObject([{ text: `You said <@${id}|responder>`, ephemeral: true }]);
    expect(seen("responder")).toEqual([]);
  });

  test("may answer a command in the channel", async () => {
    app.command("/try", async ({ ack }) => ack({ response_type: "in_channel", text: "Checking…" }));
    await slack.control.command("lead", "#incidents", "/try");
    expect(seen()).toMatchObject([{ text: "Checking…", ephemeral: false }]);
  });

  test("that acks with blocks Slack would refuse is told so", async () => {
    app.command("/try", async ({ ack }) => ack({ blocks: [{ type: "section" }] } as never));
    expect(await slack.control.command("lead", "#incidents", "/try")).toMatchObject({
      acked: true,
      error: "invalid_ack",
      problems: { "": "invalid_blocks" },
    });
  });

  test("gets a click with message, channel and value, and replaces the message through response_url", async () => {
    const clicks: unknown[] = [];
    app.action("go", async ({ ack, respond, body, action }) => {
      await ack();
      clicks.push([body.channel?.id, action]);
      await respond({ replace_original: true, text: "Gone" });
    });
    const ref = await say({ blocks: buttons });
    await slack.control.click("lead", ref, { actionId: "go", value: "12" });
    await slack.control.until(() => seen()[0]?.text === "Gone");
    expect(clicks).toMatchObject([[channel, { value: "12", action_id: "go" }]]);
    expect(seen()[0]?.blocks).toEqual([]);
  });

  test("answers a click privately unless it asks for the channel, and may delete the original", async () => {
    app.action("go", async ({ ack, respond }) => {
      await ack();
      await respond("Only you");
      await respond({ delete_original: true });
    });
    await slack.control.click("lead", await say({ blocks: buttons }), "go");
    await slack.control.until(() => seen().length === 0);
    expect(seen("lead")).toMatchObject([{ text: "Only you", ephemeral: true }]);
  });

  test("can replace the ephemeral message that held the button", async () => {
    app.command("/try", async ({ ack }) => ack({ text: "Sure?", blocks: buttons } as never));
    app.action("go", async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: "Done" });
    });
    await slack.control.command("lead", "#incidents", "/try");
    await slack.control.click("lead", seen("lead")[0]!, "go");
    await slack.control.until(() => seen("lead")[0]?.text === "Done");
    expect(seen("lead")).toHaveLength(1);
  });

  test("gets what was chosen in selects and menus, with the state of the others", async () => {
    const states: unknown[] = [];
    app.action(/.*/, async ({ ack, body, action }) => {
      states.push({ action, values: (body as { state?: { values: unknown } }).state?.values });
      await ack();
    });
    const option = (value: string) => ({ text: { type: "plain_text", text: value.toUpperCase() }, value });
    const select = { type: "static_select", action_id: "severity", options: [option("p1"), option("p2")] };
    const menu = { type: "overflow", action_id: "more", options: [option("export"), option("close")] };
    const ref = await say({ blocks: [{ type: "actions", block_id: "row", elements: [select, menu] }] });
    await slack.control.choose("lead", ref, "severity", "P2");
    await slack.control.choose("lead", ref, "more", "close");
    expect(states).toMatchObject([
      {
        action: { selected_option: { value: "p2" } },
        values: { row: { severity: { selected_option: { value: "p2" } } } },
      },
      {
        action: { selected_option: { value: "close" } },
        values: { row: { severity: { selected_option: { value: "p2" } } } },
      },
    ]);
    expect(() => slack.control.choose("lead", ref, "severity", "P9")).toThrow('offers no option "P9"');
  });

  test("is not told when the person declines the confirm dialog", async () => {
    const confirm = {
      title: { type: "plain_text", text: "Send a test row?" },
      text: { type: "plain_text", text: "Adds 1 row" },
      confirm: { type: "plain_text", text: "Send" },
      deny: { type: "plain_text", text: "Cancel" },
    };
    const [row] = buttons;
    const ref = await say({ blocks: [{ ...row, elements: [{ ...row!.elements[0], confirm }] }] });
    expect(slack.control.confirmDialog("lead", ref, "go")).toMatchObject({ text: { text: "Adds 1 row" } });
    expect(await slack.control.click("lead", ref, "go", { confirm: false })).toEqual({
      acked: false,
      sent: false,
    });
    expect(slack.control.envelopes("interactive")).toEqual([]);
  });

  test("gets events, and answers mentions in their thread", async () => {
    app.event("app_mention", async ({ event, say: answer }) => {
      await answer({ text: "Here", thread_ts: event.ts });
    });
    const ref = slack.control.mention("lead", "#incidents", "hello");
    const thread = () => slack.control.messages("#incidents", { threadTs: ref.ts });
    await slack.control.until(() => thread().length === 2);
    expect(thread()[1]?.text).toBe("Here");
  });

  test("gets global and message shortcuts", async () => {
    const got: unknown[] = [];
    app.shortcut("try_global", async ({ ack, shortcut }) => {
      got.push(shortcut.type);
      await ack();
    });
    app.shortcut(
      { type: "message_action", callback_id: "try_message" },
      async ({ ack, shortcut, respond }) => {
        got.push(shortcut.message.text);
        await ack();
        await respond("Noted");
      },
    );
    const ref = slack.control.say("responder", "#incidents", "Rows are missing");
    await slack.control.shortcut("lead", "try_global");
    await slack.control.messageShortcut("lead", "try_message", ref);
    await slack.control.until(() => seen("lead").at(-1)?.text === "Noted");
    expect(got).toEqual(["shortcut", "Rows are missing"]);
    await expect(slack.control.shortcut("lead", "unknown")).rejects.toThrow("lists no global shortcut");
  });

  test("offers options to an external select", async () => {
    app.options("who", async ({ ack, payload }) => {
      await ack({ options: [{ text: { type: "plain_text", text: payload.value }, value: "x" }] });
    });
    const select = { type: "external_select", action_id: "who", min_query_length: 0 };
    const ref = await say({ blocks: [{ type: "actions", elements: [select] }] });
    expect((await slack.control.suggest("lead", ref, "who", "ann")).ackBody).toMatchObject({
      options: [{ text: { text: "ann" } }],
    });
  });

  test("opens a modal with the trigger, once and in time", async () => {
    const refusals: unknown[] = [];
    const view = {
      type: "modal" as const,
      title: { type: "plain_text" as const, text: "Declare" },
      blocks: [],
    };
    app.command("/try", async ({ ack, command }) => {
      await ack();
      if (command.text === "late") await slack.clock.advance(3001);
      const open = () => slack.client.views.open({ trigger_id: command.trigger_id, view });
      if (command.text !== "late") await open();
      refusals.push((await refusalOf(open())).error);
    });
    await slack.control.command("lead", "#incidents", "/try");
    await expect.poll(() => refusals.length).toBe(1);
    expect(slack.control.modals("lead")).toMatchObject([{ title: { text: "Declare" } }]);
    await slack.control.command("lead", "#incidents", "/try late");
    await expect.poll(() => refusals.length).toBe(2);
    expect(refusals).toEqual(["exchanged_trigger_id", "expired_trigger_id"]);
  });

  test("answers through a response_url five times in thirty minutes", async () => {
    app.command("/try", async ({ ack }) => ack());
    slack.control.set({ rateLimits: false });
    const { responseUrl } = await slack.control.command("lead", "#incidents", "/try");
    const answer = (url = responseUrl!) =>
      fetch(url, { method: "POST", body: JSON.stringify({ text: "x" }) });
    for (let count = 0; count < 5; count += 1) expect((await answer()).status).toBe(200);
    expect(await (await answer()).json()).toEqual({ ok: false, error: "used_url" });
    const { responseUrl: other } = await slack.control.command("lead", "#incidents", "/try");
    await slack.clock.advance(30 * 60_000 + 1);
    expect((await answer(other)).status).toBe(404);
    expect(slack.control.calls("response_url")).toHaveLength(7);
  });
});
