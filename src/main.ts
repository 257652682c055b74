import { setTimeout } from "node:timers/promises";
import { loadConfig } from "./config/load.ts";
import { secretsOf } from "./config/secrets.ts";
import { renderProblems } from "./lib/problem.ts";
import { createLogger, type Logger } from "./log.ts";
import { loadRunbook } from "./runbook/load.ts";
import { type Bot, startBot } from "./wiring/bot.ts";
import { useProxies } from "./wiring/proxies.ts";

/** How long what is under way gets to end before the process does. Container engines kill after 10 s. */
const drainMs = 9_000;

/**
 * Runs the bot until SIGTERM or SIGINT, then drains. Resolves with the exit code: 0 after a clean stop, 2 when it
 * could not start, having said why on standard error.
 */
export async function serve(file?: string): Promise<number> {
  const loaded = loadConfig({ file, needs: "slack" });
  if ("problems" in loaded) return complain(renderProblems(loaded.problems));
  const { config, warnings } = loaded;
  const read = loadRunbook({ file: config.runbook.file });
  if ("problems" in read) return complain(renderProblems(read.problems));

  await useProxies(config);
  const log = createLogger({ level: config.log.level, secrets: secretsOf(config) });
  for (const warning of warnings) log.warn({ key: warning.key }, warning.message);
  // Node would write what nobody caught as it is, secrets and all.
  process.once("uncaughtException", (err) => {
    log.fatal({ err }, "ended by a bug");
    process.exit(1);
  });
  const stopped = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stopped.resolve);
  try {
    // While Slack cannot be reached the start goes on trying; a stop must not wait for it.
    const bot = await Promise.race([startBot(config, read, { log }), stopped.promise]);
    if (typeof bot === "string") return 0;
    log.info({ port: bot.port }, "ready");
    log.info({ signal: await stopped.promise }, "stopping");
    await stopInTime(bot, log);
    return 0;
  } catch (err) {
    log.fatal({ err }, "could not start");
    return complain(
      `Could not start: ${err instanceof Error ? err.message : String(err)}. Try: clay-incident doctor`,
    );
  }
}

/** What does not end in time is on disk; the next start goes on with it. */
async function stopInTime(bot: Bot, log: Logger): Promise<void> {
  try {
    const ended = bot.stop(drainMs).then(() => true);
    if (!(await Promise.race([ended, setTimeout(drainMs, false)]))) log.warn("stopped before all had ended");
  } catch (err) {
    log.error({ err }, "did not stop in good order");
  }
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}

if (import.meta.main) process.exit(await serve());
