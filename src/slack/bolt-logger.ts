import { type Logger as BoltLogger, LogLevel } from "@slack/bolt";
import type { Logger } from "../log.ts";

type Level = "debug" | "info" | "warn" | "error";

/**
 * Lets Bolt and Slack's clients write to our logger. They never see debug level: at it the SDK writes whole
 * payloads, and with them what people wrote.
 */
export function createBoltLogger(log: Logger): BoltLogger {
  const slackLog = log.child({ component: "slack-sdk" });
  const write =
    (level: Level) =>
    (...parts: unknown[]): void => {
      const err = parts.find((part) => part instanceof Error);
      const words = parts.filter((part) => !(part instanceof Error)).map(String);
      slackLog[level](err ? { err } : {}, words.join(" ") || err?.message);
    };
  return {
    debug: () => {},
    info: write("debug"),
    warn: write("warn"),
    error: write("error"),
    // Bolt sets levels as it pleases; ours is set by the configuration alone.
    setLevel: () => {},
    getLevel: () =>
      log.isLevelEnabled("info")
        ? LogLevel.INFO
        : log.isLevelEnabled("warn")
          ? LogLevel.WARN
          : LogLevel.ERROR,
    setName: () => {},
  };
}
