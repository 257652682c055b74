/**
 * The bot on a clock that runs fast, for soak.ts: `node --expose-gc scripts/soak-bot.ts <speed> <origin>`. Time runs
 * from the origin (milliseconds since 1970), also across restarts. Writes its heap to the log every second.
 */

import { loadConfig } from "../src/config/load.ts";
import { toInstant } from "../src/lib/time.ts";
import { createLogger } from "../src/log.ts";
import { loadRunbook } from "../src/runbook/load.ts";
import { startBot } from "../src/wiring/bot.ts";

const [speed = 1, origin = 0] = process.argv.slice(2).map(Number);
const loaded = loadConfig({ needs: "slack" });
const read = loadRunbook();
if ("problems" in loaded || "problems" in read) throw new Error("the configuration is not fit for use");

const log = createLogger({ level: loaded.config.log.level });
const bot = await startBot(loaded.config, read, {
  log,
  clock: {
    now: () => toInstant(origin + (Date.now() - origin) * speed),
    ticks: () => performance.now() * speed,
  },
  startTimer: (delayMs, wake) => {
    const timer = setTimeout(wake, delayMs / speed);
    return () => clearTimeout(timer);
  },
});
log.info({ port: bot.port }, "ready");

const measuring = setInterval(() => {
  globalThis.gc?.();
  log.info({ heapMb: process.memoryUsage().heapUsed / 2 ** 20 }, "memory");
}, 1000);
process.once("SIGTERM", async () => {
  clearInterval(measuring);
  await bot.stop(10_000);
  process.exit(0);
});
