import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BotProcess, Rig } from "./bot.ts";

/** Megabytes of heap in use after collection: the highest, and how it stood early and late in a stretch of time. */
export type Memory = { highest: number; from: number; to: number };

/** A bot that is kept running through kills, and what its log tells. */
export type Host = {
  /** Resolves when a bot runs. */
  running(): Promise<unknown>;
  /** Ends it as a power cut does, and starts it again. */
  kill(): Promise<void>;
  kills(): number;
  /** Lets nothing be written to disk for a while, as when it is full. */
  fillDisk(milliseconds: number): Promise<void>;
  /** Sets the bot's wall clock so many minutes off what it should be. */
  setClock(minutesOff: number): void;
  /** What it complained of that is no trouble of Slack's. */
  bugs(): string[];
  /** Its memory from a moment of the machine's clock on. */
  memory(since: number): Memory;
  stop(): Promise<unknown>;
};

/** Starts the rig's bot. */
export async function startHost(rig: Rig): Promise<Host> {
  const all: BotProcess[] = [await rig.startBot()];
  let restart: Promise<unknown> = Promise.resolve();
  const newest = () => all.at(-1)!;
  const logs = () => all.flatMap(({ log }) => log);

  async function replace(): Promise<void> {
    await newest().kill();
    all.push(await rig.startBot());
  }

  return {
    running: () => restart,
    async kill() {
      restart = replace();
      await restart;
    },
    async fillDisk(milliseconds) {
      const { pid } = newest();
      limitFiles(pid, "512");
      await sleep(milliseconds);
      limitFiles(pid, "unlimited");
    },
    setClock: (minutesOff) => writeFileSync(join(dirname(rig.stateFile), "clock-offset"), String(minutesOff)),
    kills: () => all.length - 1,
    bugs: () => logs().filter(isBug).map(bugText),
    memory: (since) => memoryOf(logs().flatMap(heapAt), since),
    stop: () => newest().stop(),
  };
}

function limitFiles(pid: number, bytes: string): void {
  try {
    execFileSync("prlimit", ["--pid", String(pid), `--fsize=${bytes}:unlimited`], { stdio: "ignore" });
  } catch {
    // Killed meanwhile; the next process has no limit.
  }
}

type Line = BotProcess["log"][number];

/** What is said of a disk that is full and of a token that is refused is what ought to be said. */
const expected = /^(StoreUnavailable|LookFailed)$/;

// Bolt repeats in words of its own what our log has said already.
function isBug({ level, msg, err }: Line): boolean {
  if (expected.test((err as { type?: string } | undefined)?.type ?? "")) return false;
  return (
    level === "error" &&
    !msg.startsWith("Slack refuses the bot token") &&
    !msg.startsWith("An unhandled error occurred while Bolt processed")
  );
}

function bugText({ msg, err }: Line): string {
  return `${msg}: ${(err as { message?: string } | undefined)?.message ?? ""}`;
}

type Heap = { at: number; mb: number };

function heapAt({ msg, heapMb, time }: Line): Heap[] {
  return msg === "memory" ? [{ at: Date.parse(String(time)), mb: Number(heapMb) }] : [];
}

function memoryOf(heaps: Heap[], since: number): Memory {
  const watched = heaps.filter(({ at }) => at > since).map(({ mb }) => mb);
  // A process that has just started fills its caches first.
  const third = Math.max(1, Math.floor(watched.length / 3));
  return {
    highest: Math.max(0, ...heaps.map(({ mb }) => mb)),
    from: mean(watched.slice(third, 2 * third)),
    to: mean(watched.slice(-third)),
  };
}

function mean(all: number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length);
}
