import { setTimeout as sleep } from "node:timers/promises";
import { type AttemptParts, createAttempt, type Handled, type Request } from "./attempt.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import type { StoredEvent } from "./ports.ts";
import type { RecordKind } from "./record-kind.ts";

/** Carries out a command on a stream. When it resolves with "done", the events are on disk. */
export type Handle = <S, C, E extends StoredEvent, R>(
  record: RecordKind<S, C, E, R>,
  stream: string,
  command: NoInfer<C>,
  request: Request,
) => Promise<Handled<S, E>>;

// Within one process commands on a stream take turns, so only other processes can come in between.
const mostTries = 20;
const longestPauseMs = 50;

/**
 * Wires the one way in which records change. Decides again when another process appended first. Rejects with
 * StoreUnavailable, and does not try again, when the database does not answer: the person is to be told at once.
 */
export function createHandle(parts: AttemptParts): Handle {
  const attempt = createAttempt(parts);
  const inTurn = createOneAtATime();
  return (record, stream, command, request) =>
    inTurn(stream, async () => {
      for (let tries = 1; tries <= mostTries; tries++) {
        const known = await parts.states.load(record, stream);
        const result = await attempt(record, stream, known, command, request);
        if (result.outcome !== "conflict") return result;
        // A chance pause, or two busy processes could go on in step with the same one always late.
        await sleep(Math.random() * Math.min(longestPauseMs, 2 ** tries));
      }
      throw new Error(`${stream} was changed by others at each of ${mostTries} tries`);
    });
}
