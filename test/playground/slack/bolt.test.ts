import { App, SocketModeReceiver } from "@slack/bolt";
import { afterEach, expect, test } from "vitest";
import { openTestSlack, silentLogger, type TestSlack } from "../../support/slack.ts";

const running: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function startApp(slack: TestSlack) {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silentLogger,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({
    receiver,
    token: slack.botToken,
    logger: silentLogger,
    deferInitialization: true,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  await app.init();
  await app.start();
  running.push(() => receiver.client.disconnect());
  return app;
}

async function openSlack() {
  const slack = await openTestSlack();
  running.push(() => slack.close());
  return slack;
}

test("a slash command reaches a real Bolt app over Socket Mode, and its ack is shown to the person alone", async () => {
  const slack = await openSlack();
  const app = await startApp(slack);
  app.command("/try", async ({ ack, command }) => ack(`You said ${command.text}`));
  const interaction = await slack.control.command("lead", "#incidents", "/try hello");
  expect(interaction).toMatchObject({ acked: true });
  expect(slack.control.messages("#incidents", { as: "lead" }).at(-1)).toMatchObject({
    text: "You said hello",
    ephemeral: true,
  });
  expect(slack.control.messages("#incidents", { as: "responder" })).toEqual([]);
});

test("a button press carries the message, and the answer through response_url replaces it", async () => {
  const slack = await openSlack();
  const app = await startApp(slack);
  app.action("go", async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: "Gone", blocks: [] });
  });
  const sent = await slack.client.chat.postMessage({
    channel: slack.control.channel("#incidents").id,
    text: "Press",
    blocks: [
      {
        type: "actions",
        elements: [{ type: "button", action_id: "go", text: { type: "plain_text", text: "Go" } }],
      },
    ],
  });
  const place = { channel: sent.channel!, ts: sent.ts! };
  await slack.control.click("lead", place, "go");
  await slack.control.until(() => slack.control.messages("#incidents").at(-1)?.text === "Gone");
});
