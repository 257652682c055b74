import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import packageJson from "../package.json" with { type: "json" };
import { project } from "../test/support/command-line.ts";
import type { Figure } from "./support/measure.ts";
import { median, rounds } from "./support/statistics.ts";

/** What `npm run demo` gives to node. */
const command = packageJson.scripts.demo.split(" ").slice(1);
const starts = 5;
const highestMs = 5000;

/** Measures the demo, as `npm run demo` starts it, until it has told where its page is: the bot is connected then. */
export async function benchDemo(): Promise<Figure[]> {
  const ms: number[] = [];
  for (let start = 0; start < starts; start++) ms.push(await msUntilWelcome());
  return [
    {
      name: "Demo: start to ready, with local Slack, fake Clay, bot and page",
      figure: rounds(ms, " ms"),
      target: `≤ ${highestMs} ms`,
      pass: median(ms) <= highestMs,
    },
  ];
}

async function msUntilWelcome(): Promise<number> {
  const begun = performance.now();
  const demo = spawn(process.execPath, [...command, "--port", "0"], { cwd: project });
  const ended = once(demo, "close");
  try {
    if (!(await isWelcomed(demo))) throw new Error("The demo ended before it was ready");
    return performance.now() - begun;
  } finally {
    demo.kill("SIGTERM");
    await ended;
  }
}

async function isWelcomed({ stdout }: ChildProcess): Promise<boolean> {
  let said = "";
  for await (const chunk of stdout!) {
    said += chunk;
    if (said.includes("The playground is at")) return true;
  }
  return false;
}
