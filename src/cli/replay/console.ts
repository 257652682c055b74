import { createInterface } from "node:readline/promises";
import type { Progress } from "../../replay/send/run.ts";
import { progressText } from "../../replay/tell/send-text.ts";

const redrawEveryMs = 250;
const lineEveryMs = 60_000;

/** Shows how far a run is: on a terminal in one line that is written anew, elsewhere a line a minute. */
export function createProgressLine(
  stream: { isTTY?: boolean; columns?: number; write(text: string): unknown },
  now: () => number,
): { show(progress: Progress): void; clear(): void } {
  const isTerminal = stream.isTTY === true;
  let shownAt = isTerminal ? Number.NEGATIVE_INFINITY : now();
  let isDrawn = false;
  const clear = () => {
    if (isDrawn) stream.write("\r\x1b[2K");
    isDrawn = false;
  };
  const show = (progress: Progress) => {
    if (now() - shownAt < (isTerminal ? redrawEveryMs : lineEveryMs)) return;
    shownAt = now();
    const text = progressText(progress, now());
    if (!isTerminal) return void stream.write(`${text}\n`);
    clear();
    stream.write(text.slice(0, (stream.columns ?? 80) - 1));
    isDrawn = true;
  };
  return { show, clear };
}

/** Whether somebody sits at this terminal and can answer. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks a question and returns the answer; empty when it was broken off. */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  // At a question Ctrl-C comes as a key, not as a signal.
  lines.on("SIGINT", () => process.emit("SIGINT", "SIGINT"));
  try {
    return (await lines.question(question, { signal })).trim();
  } catch {
    process.stdout.write("\n");
    return "";
  } finally {
    lines.close();
  }
}
