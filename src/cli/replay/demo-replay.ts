import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { lostRowsLog, type Replay } from "../../playground/drills/lost-rows.ts";

const exec = promisify(execFile);

/**
 * Writes the log of a sender whose rows were refused into the demo's folder, and gives what a person types to send
 * them again with the real command, against the fake Clay.
 */
export function prepareReplay(folder: string, configuration: string): Replay {
  const file = join(folder, "lost-rows.ndjson");
  // It is people's data, made up or not.
  writeFileSync(file, lostRowsLog(new Date()), { mode: 0o600 });
  const plan = join(folder, "lost.plan");
  const options = ["--config", configuration];
  const planning = [
    "replay",
    file,
    "--webhook",
    "leads",
    "--key",
    "$.email",
    "--preset",
    "log",
    "--out",
    plan,
  ];
  const sending = ["replay", "send", plan];
  const typed = (args: string[]) =>
    `npm run clay-incident -- ${[...options, ...args].map((arg) => (arg.includes("$") ? `'${arg}'` : arg)).join(" ")}`;
  const run = (args: string[]) =>
    exec(process.execPath, [join(import.meta.dirname, "../program.ts"), ...options, ...args], {
      cwd: folder,
    });
  return {
    file,
    commands: [typed(planning), typed(sending)],
    async run() {
      // Of an earlier drill; its rows are in the table of then.
      await run(["replay", "forget", plan]).catch(() => {});
      await run(planning);
      await run([...sending, "--yes"]);
    },
  };
}
