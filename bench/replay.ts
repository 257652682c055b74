import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterRow, startPace, waitFor } from "../src/replay/send/pace.ts";
import { type Figure, timed } from "./support/measure.ts";

const rows = 1_000_000;

/** Measures planning a million rows of 1 KB beside gzip over the same bytes and beside twice as many; and the pace. */
export async function benchReplay(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-bench-"));
  try {
    const webhooks = [{ name: "leads", url: "http://127.0.0.1:9/" }];
    writeFileSync(join(folder, "clay-incident.yml"), JSON.stringify({ clay: { webhooks } }));
    await writeRows(join(folder, "once.ndjson"), rows);
    await writeRows(join(folder, "twice.ndjson"), 2 * rows);
    const gzipMs = await timed(() => run("gzip", ["-c", "once.ndjson"], folder));
    const once = await plan(folder, "once.ndjson");
    const twice = await plan(folder, "twice.ndjson");
    return [
      atMost(
        "planning 1,000,000 rows of 1 KB / gzip -c over them",
        once.ms / gzipMs,
        3,
        ` × (${seconds(once.ms)} / ${seconds(gzipMs)})`,
      ),
      atMost("memory at its peak", once.peakMb, 256, " MB"),
      atMost("time for twice the rows", twice.ms / once.ms, 2.2, ` × (${seconds(twice.ms)})`),
      atMost(
        "memory for twice the rows",
        twice.peakMb / once.peakMb,
        1.3,
        ` × (${twice.peakMb.toFixed(0)} MB)`,
      ),
      atMost("pace off by, over five simulated minutes with late timers", paceOff(), 2, " %"),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function atMost(name: string, value: number, most: number, unit: string): Figure {
  return {
    name: `replay: ${name}`,
    figure: `${value.toFixed(2)}${unit}`,
    target: `≤ ${most}`,
    pass: value <= most,
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Rows of about 1 KB that differ as people's rows do, so that gzip has as much to do as with a real log. */
async function writeRows(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  let state = 1;
  const word = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state.toString(36);
  };
  for (let n = 0; n < count; n++) {
    let note = "";
    while (note.length < 900) note += `the ${word()} of ${word()} `;
    const line = `${JSON.stringify({ email: `p${n}@leads.example`, company: word(), note })}\n`;
    if (!file.write(line)) await once(file, "drain");
  }
  file.end();
  await once(file, "finish");
}

const command = resolve(import.meta.dirname, "../bin/clay-incident");
// No quotes: NODE_OPTIONS takes them away.
const tellPeak =
  "data:text/javascript,process.on(`exit`,()=>process.stderr.write(String(process.resourceUsage().maxRSS)))";

/** Plans a file with the real command. */
async function plan(folder: string, file: string): Promise<{ ms: number; peakMb: number }> {
  const args = ["replay", file, "--webhook", "leads", "--key", "$.email", "--out", `${file}.plan`];
  let said = "";
  const ms = await timed(async () => {
    said = await run(command, args, folder, { NODE_OPTIONS: `--import ${tellPeak}` });
  });
  return { ms, peakMb: Number(said) / 1024 };
}

/** Runs a program and resolves with what it wrote on standard error. */
async function run(
  program: string,
  args: string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<string> {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
  return said;
}

/** How far five minutes at 5 a second are off, in per cent, when every timer is up to 20 ms late. */
function paceOff(): number {
  const perSecond = 5;
  let pace = startPace(perSecond, 0);
  let sent = 0;
  for (let now = 0; now < 300_000; sent++) {
    const wait = waitFor(pace, now);
    if (wait > 0) now += wait + ((sent * 7) % 20);
    pace = afterRow(pace, now);
  }
  return (Math.abs(sent - perSecond * 300) / (perSecond * 300)) * 100;
}
