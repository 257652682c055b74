import type { Store } from "../incident/store.ts";
import { addMilliseconds, earliest, type Instant, millisecondsBetween, waitLeftMs } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";
import type { Clock, Delivery, StoredEvent, View } from "../record/ports.ts";
import { redactEvents } from "../redaction/records.ts";
import { type BotHealth, unwatched } from "../service/bot-health.ts";
import { backoffMs } from "../worker/backoff.ts";
import { deadSlot } from "./dead-letters.ts";
import { createPostEvent, type ForwardTarget, type PostEvent, toForwarded } from "./post-event.ts";

/** Sends your tools what is new in an incident. `retryAt`: not everything could be sent, come back then. */
type Forward = (stream: string, signal?: AbortSignal) => Promise<{ retryAt: Instant | null }>;

export type ForwardParts = {
  targets: readonly ForwardTarget[];
  store: Pick<Store, "load" | "summary" | "deliveries" | "saveDelivery">;
  clock: Clock;
  /** Takes out what must not leave. */
  redact(text: string): string;
  health?: Pick<BotHealth, "setAside">;
  post?: PostEvent;
  random?: () => number;
};

/** In one pass at most so many, so that a backlog does not hold the incident's other deliveries up. */
const batchSize = 20;

/** An event this old that was tried this often goes to the dead letters, and the next one has its turn. */
const giveUp = { afterMs: 24 * 60 * 60_000, attempts: 5 };

/**
 * Wires forwarding. Each target gets every event once, or in rare cases again, in order; where it stands is kept as
 * the delivery of the slot `forward:<name>`, whose fingerprint is the last version settled.
 */
export function createForward(parts: ForwardParts): Forward {
  const { targets, store } = parts;
  return async (stream, signal) => {
    const summary = targets.length > 0 ? await store.summary(stream) : undefined;
    if (!summary) return { retryAt: null };
    const delivered = new Map((await store.deliveries(stream)).map((one) => [one.slot, one]));
    const wanted = targets.filter((target) => target.private || !summary.private);
    const retries = await Promise.all(
      wanted.map((target) => {
        const at = delivered.get(`forward:${target.name}`);
        return forwardTo(target, { stream, drill: summary.drill, at, signal }, parts);
      }),
    );
    return { retryAt: earliest(...retries) };
  };
}

/** The view with forwarding beside it: neither waits for the other, nor fails with it. */
export function withForward(view: View, forward: Forward): View {
  return {
    async reconcile(work) {
      const sending = work.kind === "incident" ? forward(work.stream, work.signal) : { retryAt: null };
      const [shown, sent] = await Promise.allSettled([view.reconcile(work), sending]);
      if (shown.status === "rejected") throw shown.reason;
      if (sent.status === "rejected") throw sent.reason;
      return { retryAt: earliest(shown.value.retryAt, sent.value.retryAt) };
    },
  };
}

type Work = { stream: string; drill: boolean; at: Delivery | undefined; signal: AbortSignal | undefined };

async function forwardTo(
  target: ForwardTarget,
  { stream, drill, at, signal }: Work,
  parts: ForwardParts,
): Promise<Instant | null> {
  const { store, clock, redact, health = unwatched, post = createPostEvent() } = parts;
  if (at?.ref.retryAt) {
    const leftMs = waitLeftMs(at.updatedAt, millisecondsBetween(at.updatedAt, at.ref.retryAt), clock.now());
    if (leftMs > 0) return addMilliseconds(clock.now(), leftMs);
  }
  let cursor = Number(at?.fingerprint ?? 0);
  let attempts = at?.attempts ?? 0;
  const events = redactEvents(await store.load(stream, cursor), redact);
  const batch = events.slice(0, batchSize);

  for (const recorded of batch) {
    if (signal?.aborted) return null;
    const isWanted = wants(target, recorded.event.type);
    const error = isWanted ? await post(target, toForwarded(stream, drill, recorded), clock.now()) : null;
    attempts = error === null ? 0 : attempts + 1;
    if (error !== null && !isHopeless(recorded, attempts, clock.now())) {
      const retryAt = addMilliseconds(clock.now(), backoffMs(attempts, parts.random ?? Math.random));
      await save(cursor, "waiting", { retryAt }, error);
      return retryAt;
    }
    if (error !== null) await bury(recorded, error);
    cursor = recorded.version;
    attempts = 0;
    if (isWanted || recorded === batch.at(-1)) await save(cursor, "delivered", {});
  }
  return events.length > batchSize ? clock.now() : null;

  async function save(version: number, state: Delivery["state"], ref: Delivery["ref"], error?: string) {
    const slot = `forward:${target.name}`;
    const fingerprint = String(version);
    const why = error === undefined ? {} : { error };
    await store.saveDelivery(stream, {
      slot,
      state,
      fingerprint,
      ref,
      attempts,
      updatedAt: clock.now(),
      ...why,
    });
  }

  async function bury({ version }: Recorded<StoredEvent>, error: string) {
    const slot = deadSlot(target.name, version);
    const letter = { slot, state: "failed", fingerprint: String(version), ref: {}, error, attempts } as const;
    await store.saveDelivery(stream, { ...letter, updatedAt: clock.now() });
    health.setAside(target.name);
  }
}

function wants({ events }: ForwardTarget, type: string): boolean {
  if (!events) return true;
  return events.some((wanted) =>
    wanted.endsWith(".*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted,
  );
}

function isHopeless({ at }: Recorded<StoredEvent>, attempts: number, now: Instant): boolean {
  return attempts >= giveUp.attempts && millisecondsBetween(at, now) > giveUp.afterMs;
}
