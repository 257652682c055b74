import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { monitorEventLoopDelay } from "node:perf_hooks";

// Given to the bot's node by --import: makes each commit of SQLite take long, and measures how long the event loop is
// held meanwhile. SIGUSR2 switches it on; off again, it logs what it measured.

export const commitDelayMs = 500;
export const measured = "slow disk measured";

const sync = fs.fdatasync;
const loop = monitorEventLoopDelay({ resolution: 1 });
let isSlow = false;
fs.fdatasync = Object.assign(
  (descriptor: number, done: fs.NoParamCallback) => {
    setTimeout(() => sync(descriptor, done), isSlow ? commitDelayMs : 0);
  },
  { __promisify__: sync.__promisify__ },
);
syncBuiltinESMExports();

process.on("SIGUSR2", () => {
  isSlow = !isSlow;
  if (isSlow) {
    loop.reset();
    loop.enable();
    return;
  }
  loop.disable();
  process.stdout.write(`${JSON.stringify({ level: "info", msg: measured, heldMs: loop.max / 1e6 })}\n`);
});
