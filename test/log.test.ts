import { describe, expect, test } from "vitest";
import { createLogger } from "../src/log.ts";
import { createBoltLogger } from "../src/slack/bolt-logger.ts";

function capture(level = "debug", secrets: string[] = []) {
  const lines: string[] = [];
  const log = createLogger({ level, secrets, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "null") };
}

describe("the log", () => {
  test("is one JSON object a line, with the level by name, the time in UTC and the child's context", () => {
    const { log, last } = capture();
    log.child({ stream: "INC-12" }).warn({ attempts: 2 }, "slack is slow");
    expect(last()).toMatchObject({ level: "warn", stream: "INC-12", attempts: 2, msg: "slack is slow" });
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test.each([
    ["a bot token in a message", "token xoxb-local-bot refused", "token [slack token] refused"],
    ["an app-level token", "xapp-local-app", "[slack token]"],
    ["a bearer header", "sent Authorization: Bearer abc.def", "sent Authorization: Bearer [redacted]"],
    [
      "a Clay webhook address",
      "POST https://api.clay.com/v3/sources/webhook/pull-in-data-1 404",
      "POST https://api.clay.com/v3/sources/webhook/[redacted] 404",
    ],
    [
      "a Clay webhook address within another",
      "GET /login?next=https%3A%2F%2Fapi.clay.com%2Fv3%2Fsources%2Fwebhook%2Fpull-in-data-1",
      "GET /login?next=https%3A%2F%2Fapi.clay.com%2Fv3%2Fsources%2Fwebhook%2F[redacted]",
    ],
    ["a database password", "postgres://bot:hunter2@db/x", "postgres://[redacted]@db/x"],
    ["a response_url", "https://hooks.slack.com/commands/T1/2/abc", "https://hooks.slack.com/[redacted]"],
  ])("never holds %s", (_what, message, written) => {
    const { log, last } = capture();
    log.info(message);
    expect(last().msg).toBe(written);
  });

  test("never holds a configured secret, however it got in, quotes and all", () => {
    const secret = 'odd"secret\\value';
    const { log, lines } = capture("info", [secret]);
    log.error({ err: new Error(`refused ${secret}`), nested: { deep: [secret] } }, `with ${secret}`);
    expect(lines[0]).not.toContain("secret\\\\value");
    expect(JSON.parse(lines[0]!).nested.deep).toEqual(["[redacted]"]);
  });

  test("never holds a configured secret as it stands within an address", () => {
    const { log, last } = capture("info", ["https://hooks.example/in?key=a/b+c"]);
    log.info("GET /?to=https%3A%2F%2Fhooks.example%2Fin%3Fkey%3Da%2Fb%2Bc");
    expect(last().msg).toBe("GET /?to=[redacted]");
  });

  test("hides values by the name of their key, also inside JSON that was logged as text", () => {
    const { log, lines, last } = capture();
    log.info({
      headers: { authorization: "abc", "x-clay-webhook-auth": "def" },
      bot_token: "ghi",
      ok: "shown",
    });
    expect(last()).toMatchObject({
      headers: { authorization: "[redacted]", "x-clay-webhook-auth": "[redacted]" },
      bot_token: "[redacted]",
      ok: "shown",
    });
    log.info(`sent ${JSON.stringify({ token: "jkl", text: "shown" })}`);
    expect(lines.at(-1)).not.toContain("jkl");
    expect(last().msg).toContain("shown");
  });
});

describe("what Slack's SDK logs", () => {
  test("its warnings and errors arrive with the error unpacked", () => {
    const { log, last } = capture();
    createBoltLogger(log).error("reconnect failed:", new Error("socket closed"));
    expect(last()).toMatchObject({ level: "error", component: "slack-sdk", msg: "reconnect failed:" });
    expect(last().err.message).toBe("socket closed");
    createBoltLogger(log).warn(new Error("alone"));
    expect(last().msg).toBe("alone");
  });

  test("its chatter is ours at debug level, and payloads are written at no level", () => {
    const { log, lines, last } = capture("debug");
    const bolt = createBoltLogger(log);
    bolt.info("Now connected to Slack");
    expect(last().level).toBe("debug");
    bolt.debug("payload", { text: "what a person wrote" });
    expect(lines).toHaveLength(1);
  });
});
