import { App, HTTPReceiver, LogLevel } from "@slack/bolt";

// The least a Bolt app can be: it acks every command and every click, and does nothing else. What the bot takes beyond
// this is the bot's own. Runs as a process of its own, like the bot.
const { SLACK_API_URL = "", BOT_TOKEN = "", APP_TOKEN = "", SIGNING_SECRET = "", PORT = "0" } = process.env;
const logLevel = LogLevel.ERROR;

const app = new App({
  token: BOT_TOKEN,
  logLevel,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  ...(PORT === "0"
    ? { socketMode: true, appToken: APP_TOKEN }
    : { receiver: new HTTPReceiver({ signingSecret: SIGNING_SECRET, logLevel }) }),
});
app.command(/.*/, ({ ack }) => ack());
app.action(/.*/, ({ ack }) => ack());
await app.start(Number(PORT));
process.stdout.write("ready\n");
