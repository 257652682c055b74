import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Load, Outcome } from "./generate.ts";

/** A process that makes requests. */
export type Generator = { run(load: Load): Promise<Outcome>; stop(): Promise<void> };

/** Starts the process that makes requests. A load rejects when any of it was not acked. */
export function openGenerator(): Generator {
  const child = fork(join(import.meta.dirname, "generate.ts"), { serialization: "advanced" });
  return {
    async run(load) {
      child.send(load);
      const [outcome] = (await once(child, "message")) as [Outcome];
      const { failures, ackMs } = outcome;
      if (failures.length > 0)
        throw new Error(
          `${failures.length} of ${failures.length + ackMs.length} were not acked: ${failures[0]}`,
        );
      return outcome;
    },
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
