import type { Instant } from "../lib/time.ts";

/**
 * What was seen from `at` on, until the target's next row: only changes are kept. `value` is what a meter showed;
 * null where there is nothing to count.
 */
export type SampleRow = { target: string; at: Instant; outcome: string; code: string; value: number | null };

/** What is remembered of a target between looks, as whoever looks at it writes it. */
export type TargetRow = { target: string; body: object };

/** When somebody last looked, and which process it was. */
export type Looked = { at: Instant; by: string };

/** Where looks are kept. Rejects with StoreUnavailable as the record's store does. */
export interface LookStore {
  /**
   * Writes down one round, all or nothing. Of a sample that is there already nothing changes. Without `looked`, it is
   * what somebody told, and nobody looked.
   */
  keepLooks(round: {
    looked?: Looked;
    samples: readonly SampleRow[];
    targets: readonly TargetRow[];
    /** Targets that are looked at no more. */
    gone?: readonly string[];
  }): Promise<void>;
  looked(): Promise<Looked | undefined>;
  targets(): Promise<TargetRow[]>;
  /** Oldest first. With `since`, the row that held then as well. */
  samples(query: { target: string; since?: Instant; limit?: number }): Promise<SampleRow[]>;
  /** Removes what was over before the moment given; the newest row of each target stays. Resolves with how many. */
  forgetSamples(before: Instant): Promise<number>;
}
