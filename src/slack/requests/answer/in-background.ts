import type { Desk } from "../desk.ts";

/** Starts what takes longer than a person should wait for an ack; what goes wrong is logged. */
export function inBackground(work: Promise<unknown>, { log }: Pick<Desk, "log">): void {
  work.catch((err) => log.warn({ err }, "work in the background failed"));
}
