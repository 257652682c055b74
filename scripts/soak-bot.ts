/**
 * The bot on a clock that runs fast, for soak.ts: `node --expose-gc scripts/soak-bot.ts <speed> <origin>`. Time runs
 * from the origin (milliseconds since 1970), also across restarts. Writes its heap to the log every second.
 */

import { existsSync, readFileSync } from "node:fs";
import { loadConfig } from "../src/config/load.ts";
import { toInstant } from "../src/lib/time.ts";
import { createLogger } from "../src/log.ts";
import { loadRunbook } from "../src/runbook/load.ts";
import { startBot } from "../src/wiring/bot.ts";

const [speed = 1, origin = 0] = process.argv.slice(2).map(Number);
const loaded = loadConfig({ needs: "slack" });
const read = loadRunbook();
if ("problems" in loaded || "problems" in read) throw new Error("the configuration is not fit for use");

/** How many minutes the wall clock is wrong by now, as the soak says in a file; the same after a kill. */
let wrongByMinutes = 0;
const offsets = setInterval(() => {
  if (existsSync("clock-offset")) wrongByMinutes = Number(readFileSync("clock-offset", "utf8"));
}, 20);
offsets.unref();
// A full disk is played by a limit on files, at which the kernel would end the process.
process.on("SIGXFSZ", () => {});

const log = createLogger({ level: loaded.config.log.level });
const bot = await startBot(loaded.config, read, {
  log,
  clock: {
    now: () => toInstant(origin + (Date.now() - origin) * speed + wrongByMinutes * 60_000),
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
