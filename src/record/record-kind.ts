import type { Decider } from "./decider.ts";
import type { RecordSummary, StoredEvent } from "./ports.ts";

/** A kind of record as the engine needs it: its decider, the rules it decides by, and its line in lists. */
export type RecordKind<S, C, E extends StoredEvent, R> = {
  kind: string;
  decider: Decider<S, C, E, R>;
  rules: R;
  summarise(stream: string, state: S): RecordSummary;
};
