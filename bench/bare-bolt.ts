import { App, HTTPReceiver, LogLevel } from "@slack/bolt";

/**
 * The least a Bolt app can be: it acks every command and every click, and does nothing else. What the bot takes more
 * than this is the bot's. Started by the benches as a process of its own, which says "ready" on standard output.
 */
const { SLACK_API_URL: slackApiUrl = "", BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, PORT } = process.env;

const app = new App({
  token: BOT_TOKEN!,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl },
  ...(PORT
    ? { receiver: new HTTPReceiver({ signingSecret: SIGNING_SECRET!, logLevel: LogLevel.ERROR }) }
    : { socketMode: true, appToken: APP_TOKEN! }),
});
app.command(/.*/, ({ ack }) => ack());
app.action(/.*/, ({ ack }) => ack());
await app.start(Number(PORT ?? 0));
process.stdout.write("ready\n");
