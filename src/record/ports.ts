import type { Instant } from "../lib/time.ts";
import type { Recorded } from "./decider.ts";
import type { LookStore } from "./look-store.ts";

/**
 * What every record's summary has, whatever its kind adds: the row that lists and look-ups read instead of folding
 * streams. Written with the events it sums up.
 */
export type RecordSummary = {
  stream: string;
  kind: string;
  /** 12 for INC-12; null where the kind counts none. */
  number: number | null;
  open: boolean;
  /** Slack channel the record lives in, once it has one. */
  channelId: string | null;
  startedAt: Instant;
  /** Small facts of one kind alone. `openItems`: what is still to be done; the record is then found by `withOpenItems`. */
  extra: { openItems?: unknown; [field: string]: unknown };
};

/** An event of any kind as it is stored; `type` names it and `format` is the version of its shape. */
export type StoredEvent = { type: string; [field: string]: unknown };

export type Append = {
  stream: string;
  kind: string;
  /** The version the decision was made on: 0 for a new stream. */
  expectedVersion: number;
  events: Recorded<StoredEvent>[];
  summary: RecordSummary;
  /** When the work loop should look at the stream, by the clock; the events are of the record's own time. */
  dueAt: Instant | null;
  /** Names the request that led here; a second append with the same one is answered "duplicate". */
  receipt?: string;
};

/** "conflict": someone appended first, load and decide again. "duplicate": this request was carried out before. */
export type AppendOutcome = "appended" | "conflict" | "duplicate";

/** One stream due for work, leased to this process. `generation` tells whether new events came meanwhile. */
export type WorkItem = { stream: string; kind: string; generation: number; attempts: number };

/** Who works on a stream. `until` changes with each renewal, and nobody else's clock is to be compared with it. */
export type Lease = { stream: string; owner: string; until: Instant };

/** When a stream wants its next pass (null: not by itself), as its last pass said at the moment `at`. */
export type Next = { dueAt: Instant | null; attempts: number; at: Instant };

/**
 * What Slack was told about one slot of a stream (a message, the channel, a member…). `intended` is written before
 * the call and `delivered` after it, so that after a crash we know which calls have an unclear outcome. `waiting`:
 * the call was put off and had no effect.
 */
export type Delivery = {
  slot: string;
  state: "waiting" | "intended" | "delivered" | "failed";
  /** Fingerprint of the content delivered (or intended). */
  fingerprint: string;
  /** Where it is: `{channel, ts}` of a message, `{channel}` of a channel. Empty until known. */
  ref: { channel?: string; ts?: string; [field: string]: string | undefined };
  /** Slack's error, when it failed for good. */
  error?: string;
  attempts: number;
  updatedAt: Instant;
};

export type SummaryQuery = {
  kind: string;
  open?: boolean;
  /** Only records of this channel. */
  channelId?: string;
  startedAfter?: Instant;
  /** Only records after which something is still to be done. */
  withOpenItems?: true;
  /** Newest first. Default 50. */
  limit?: number;
  /** Continue after this start moment (exclusive), for paging. */
  startedBefore?: Instant;
};

/**
 * `replace` is given every actor, event, summary, reference and name of the stream as a value, and returns what is
 * to stand in its place. It must keep what makes an event one: its `type` and the shape of it.
 */
export type Rewrite = { now: Instant; replace: (value: unknown) => unknown };

/**
 * Everything the bot remembers. SQLite and PostgreSQL keep the same promises; one contract suite holds both. Every
 * method rejects with StoreUnavailable while the database does not answer, and works again once it does.
 * `S` is what its records are summed up as.
 */
export interface Store<S extends RecordSummary = RecordSummary> extends LookStore {
  /** The stream's events after `afterVersion` (default 0: all); empty when there is none. Old shapes are upcast here. */
  load(stream: string, afterVersion?: number): Promise<Recorded<StoredEvent>[]>;
  /** Appends events, summary, receipt and due moment in one transaction; on return they are on disk. */
  append(append: Append): Promise<AppendOutcome>;
  /** Tells whether a request with this receipt was carried out, and on which stream. */
  findReceipt(receipt: string): Promise<string | undefined>;
  summaries(query: SummaryQuery): Promise<S[]>;
  summary(stream: string): Promise<S | undefined>;
  /** The versions of all records of a kind that started at that moment or later, the newest first. */
  versions(kind: string, startedFrom: Instant): Promise<{ stream: string; version: number }[]>;
  /** The highest incident number given out; 0 when there is none. */
  highestNumber(): Promise<number>;

  /**
   * Leases up to `limit` due streams to `owner`. A stream whose due moment was written by a clock that is ahead of
   * `now` counts as due: its pass says anew when it wants the next. `lease_until` is a stamp that each renewal changes.
   */
  claimDue(claim: { now: Instant; leaseMs: number; owner: string; limit: number }): Promise<WorkItem[]>;
  /** Extends a lease still held. False: it was lost, stop working. */
  renewLease(item: WorkItem, owner: string, until: Instant): Promise<boolean>;
  /** All leases that are held, by whichever process. */
  leases(): Promise<Lease[]>;
  /** Frees the stream of a lease whose holder died; does nothing when it was renewed or given back since. */
  breakLease(lease: Lease): Promise<void>;
  /** Gives the lease back. With new events since the claim the stream stays due at once. */
  settle(item: WorkItem, owner: string, next: Next): Promise<void>;
  /** Makes the stream due now. */
  poke(stream: string, now: Instant): Promise<void>;
  /** When the next stream falls due; null when none will. */
  nextDueAt(): Promise<Instant | null>;

  deliveries(stream: string): Promise<Delivery[]>;
  /** What was delivered as this message of Slack, of records of a kind that are open. */
  deliveredAs(
    kind: string,
    message: { channel: string; ts: string },
  ): Promise<{ stream: string; delivery: Delivery }[]>;
  saveDelivery(stream: string, delivery: Delivery): Promise<void>;

  /** Small values by key, kept across restarts. */
  readValue(key: string): Promise<string | undefined>;
  writeValue(key: string, value: string): Promise<void>;
  removeValue(key: string): Promise<void>;

  /** Removes receipts older than `before`. */
  forgetReceipts(before: Instant): Promise<number>;
  /** Removes a stream and all that belongs to it. */
  deleteStream(stream: string): Promise<void>;
  /**
   * Changes what is already written of a stream, all or nothing. When anything changes, an event "record.rewritten"
   * follows, by which whoever holds the stream in memory reads it anew, and the stream falls due. Tells whether
   * anything changed.
   */
  rewrite(stream: string, change: Rewrite): Promise<boolean>;
  /** Changes the values kept by key; those whose key changes, or that end as something else than text, go. */
  rewriteValues(replace: Rewrite["replace"]): Promise<void>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  /** Looks through the whole of a SQLite file beside the work; resolves with what is damaged, or null. */
  examine(): Promise<string | null>;
  close(): Promise<void>;
}

/** Makes the outside equal to a record. Called by the work loop, one stream at a time. */
export interface View {
  /**
   * One pass. `retryAt`: not everything could be delivered, come back then. `signal` is aborted when another process
   * has taken the stream over: make no further call.
   */
  reconcile(work: {
    stream: string;
    kind: string;
    now: Instant;
    signal?: AbortSignal;
  }): Promise<{ retryAt: Instant | null }>;
}

/** Starts what a record asks for besides Slack: probes, mainly. */
export interface Effects {
  /**
   * Starts what the record wants and has not started; returns without waiting for its end. Resolves with the moment at
   * which it wants to be called again; null: when the record changes.
   */
  perform(stream: string, kind: string): Promise<Instant | null>;
}

/** Tells the time. Tests pass one they move. */
export interface Clock {
  /** What the wall says. It may be set back or ahead at any moment, and no two machines agree on it. */
  now(): Instant;
  /** Milliseconds since some moment, which only ever grow: for waits within this process. */
  ticks(): number;
}
