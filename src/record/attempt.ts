import type { Actor } from "../lib/actor.ts";
import { addMilliseconds } from "../lib/time.ts";
import type { Recorded, Refusal } from "./decider.ts";
import type { OwnTime } from "./own-time.ts";
import type { Clock, Store, StoredEvent } from "./ports.ts";
import type { RecordKind } from "./record-kind.ts";
import type { Known, States } from "./states.ts";

/** Who asks, and the name of the request when it can reach us twice. */
export type Request = { by: Actor; receipt?: string | undefined };

/**
 * What became of a command. "done" without events: it was so already. "duplicate": this very request was carried
 * out before; the state is what it is now.
 */
export type Handled<S, E> =
  | { outcome: "done" | "duplicate"; stream: string; state: S; events: Recorded<E>[] }
  | { outcome: "refused"; stream: string; state: S; refusal: Refusal };

type Attempt = <S, C, E extends StoredEvent, R>(
  record: RecordKind<S, C, E, R>,
  stream: string,
  known: Known<S>,
  command: NoInfer<C>,
  request: Request,
) => Promise<Handled<S, E> | { outcome: "conflict" }>;

/**
 * What deciding and appending needs. `clean` is given every command before it is decided on, and returns it without
 * what must not be on record. `wake` is called after each append, so that the work loop looks at once.
 */
export type AttemptParts = {
  store: Store;
  clock: Clock;
  ownTime: OwnTime;
  states: States;
  clean: <C>(command: C) => C;
  wake: () => void;
};

/**
 * Makes one try at a command: decides on the state given and appends. "conflict" means that the state was no longer
 * the newest; nothing was written. Nor is anything when the command is refused or changes nothing.
 */
export function createAttempt({ store, clock, ownTime, states, clean, wake }: AttemptParts): Attempt {
  return async (record, stream, known, command, { by, receipt }) => {
    const { decider, rules, kind } = record;
    const now = addMilliseconds(clock.now(), ownTime(stream, known.at));
    const decision = decider.decide(known.state, clean(command), { now, by, rules });

    const duplicate = async () => {
      const { state } = await states.load(record, stream);
      return { outcome: "duplicate" as const, stream, state, events: [] };
    };
    if ("refusal" in decision || decision.events.length === 0) {
      // A repeated request is refused because it worked the first time: that is no answer for the person.
      if (receipt !== undefined && (await store.findReceipt(receipt)) !== undefined) return duplicate();
      if ("refusal" in decision) {
        return { outcome: "refused", stream, state: known.state, refusal: decision.refusal };
      }
      return { outcome: "done", stream, state: known.state, events: [] };
    }

    const events = decision.events.map((event, index) => ({
      version: known.version + 1 + index,
      at: now,
      by,
      event,
    }));
    const state = events.reduce(decider.evolve, known.state);
    const outcome = await store.append({
      stream,
      kind,
      expectedVersion: known.version,
      events,
      summary: record.summarise(stream, state),
      dueAt: clock.now(),
      ...(receipt === undefined ? {} : { receipt }),
    });
    if (outcome === "duplicate") return duplicate();
    if (outcome === "conflict") return { outcome };
    states.keep(record, stream, events);
    wake();
    return { outcome: "done", stream, state, events };
  };
}
