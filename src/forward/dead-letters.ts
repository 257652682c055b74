import type { Store } from "../incident/store.ts";
import type { Instant } from "../lib/time.ts";
import type { Clock, Delivery } from "../record/ports.ts";
import { redactEvents } from "../redaction/records.ts";
import { listAll } from "../service/list-all.ts";
import { type ForwardTarget, type PostEvent, toForwarded } from "./post-event.ts";

/** An event a tool did not take for a day: nothing tries again by itself. */
export type DeadLetter = { stream: string; version: number; target: string; error: string; since: Instant };

/** The slot under which an event that could not be sent is kept. */
export function deadSlot(target: string, version: number): string {
  return `forward:${target}:dead:${version}`;
}

/** Whether a slot is of something shown in Slack, and not of an event for a tool of your own. */
export function isShownInSlack(slot: string): boolean {
  return !slot.startsWith("forward:");
}

/** Every event that could not be sent to some tool, incident by incident. */
export async function deadLetters(store: Pick<Store, "summaries" | "deliveries">): Promise<DeadLetter[]> {
  const found: DeadLetter[] = [];
  for await (const { stream } of listAll(store, { kind: "incident" })) {
    for (const delivery of await store.deliveries(stream)) found.push(...deadLetter(stream, delivery));
  }
  return found;
}

function deadLetter(
  stream: string,
  { slot, state, fingerprint, error = "", updatedAt }: Delivery,
): DeadLetter[] {
  const [, target] = /^forward:(.*):dead:\d+$/.exec(slot) ?? [];
  if (!target || state !== "failed") return [];
  return [{ stream, version: Number(fingerprint), target, error, since: updatedAt }];
}

/** Sends a dead letter once more. Resolves with null when it was taken, else with why not. */
export async function resend(
  letter: DeadLetter,
  target: ForwardTarget,
  parts: { store: Store; clock: Clock; redact(text: string): string; post: PostEvent },
): Promise<string | null> {
  const { store, clock, redact, post } = parts;
  const { stream, version } = letter;
  const [recorded] = redactEvents(await store.load(stream, version - 1), redact);
  const summary = await store.summary(stream);
  if (recorded?.version !== version || !summary) return "the event is no longer on record";
  if (summary.private && !target.private)
    return "the incident is private now, which this tool is not told of";
  const error = await post(target, toForwarded(stream, summary.drill, recorded), clock.now());
  const slot = deadSlot(letter.target, version);
  const outcome = error === null ? { state: "delivered" as const } : { state: "failed" as const, error };
  const place = { slot, fingerprint: String(version), ref: {}, attempts: 1, updatedAt: clock.now() };
  await store.saveDelivery(stream, { ...place, ...outcome });
  return error;
}
