import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { StorePlace } from "../../src/store/open-store.ts";

const script = fileURLToPath(new URL("appender.ts", import.meta.url));

/** A process of its own that appends to INC-1, and what it says was acknowledged. */
export type Appender = {
  acknowledged: string[];
  /** Resolves when that many were acknowledged, or the process has ended. */
  reached(count: number): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Its exit code and what it wrote to stderr. */
  ended(): Promise<{ code: number | null; stderr: string }>;
};

/** Starts a process that carries out `most` commands (0: it only opens the store). */
export function startAppender(place: StorePlace, name: string, most: number): Appender {
  const child = spawn(process.execPath, [script, JSON.stringify(place), name, String(most)]);
  const exited = once(child, "close");
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => acknowledged.push(line));
  const stderr = collect(child);
  return {
    acknowledged,
    async reached(count) {
      const ended = exited.then(() => true);
      while (acknowledged.length < count) {
        if (await Promise.race([once(lines, "line").then(() => false), ended])) return;
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await exited;
    },
    async ended() {
      await exited;
      return { code: child.exitCode, stderr: stderr() };
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
