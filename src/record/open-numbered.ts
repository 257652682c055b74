import { type AttemptParts, createAttempt, type Handled, type Request } from "./attempt.ts";
import type { StoredEvent } from "./ports.ts";
import type { RecordKind } from "./record-kind.ts";

/** A new record to open under the next number. */
type Opening<S, C, E extends StoredEvent, R> = {
  record: RecordKind<S, C, E, R>;
  command: (stream: string, number: number) => C;
  request: Request;
  /** Names an open record that is about the same, if there is one. Asked again on each try. */
  findSimilar?: () => Promise<string | undefined>;
};

/** "similar": nothing was opened, because of the record named. */
export type Opened<S, E> = Handled<S, E> | { outcome: "similar"; stream: string };

export type OpenNumbered = <S, C, E extends StoredEvent, R>(
  opening: Opening<S, C, E, R>,
) => Promise<Opened<S, E>>;

const mostTries = 20;

/** The stream of the incident with this number. */
function numberedStream(number: number): string {
  return `INC-${number}`;
}

/**
 * Wires the opening of records with a running number, `INC-1`, `INC-2` and so on, without a gap or a double. Of two
 * similar ones opened in the same instant, by whichever process, the second finds the first.
 */
export function createOpenNumbered(parts: AttemptParts): OpenNumbered {
  const attempt = createAttempt(parts);
  return async ({ record, command, request, findSimilar }) => {
    const done = request.receipt === undefined ? undefined : await parts.store.findReceipt(request.receipt);
    if (done !== undefined) {
      const { state } = await parts.states.load(record, done);
      return { outcome: "duplicate", stream: done, state, events: [] };
    }
    for (let tries = 0; tries < mostTries; tries++) {
      // Keep this order. A record opened after we read the number makes our append conflict; one opened before is
      // seen by the check that follows. The other way round, one opened in between would be missed.
      const number = (await parts.store.highestNumber()) + 1;
      const similar = await findSimilar?.();
      if (similar !== undefined) return { outcome: "similar", stream: similar };
      const stream = numberedStream(number);
      const fresh = { version: 0, state: record.decider.initial };
      const result = await attempt(record, stream, fresh, command(stream, number), request);
      if (result.outcome !== "conflict") return result;
    }
    throw new Error(`No number was free at any of ${mostTries} tries`);
  };
}
