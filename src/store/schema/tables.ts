import type { Kysely, RawBuilder, Transaction } from "kysely";
import type { Delivery } from "../../record/ports.ts";

type Json = string;
type Flag = 0 | 1;

/**
 * Every table, the same on SQLite and PostgreSQL. Moments are ISO text and objects JSON text on both, so that one
 * set of queries reads the same values; what lists filter by stands in columns of its own.
 */
export type Tables = {
  events: {
    stream: string;
    version: number;
    kind: string;
    type: string;
    format: number;
    at: string;
    by: Json;
    body: Json;
  };
  summaries: {
    stream: string;
    kind: string;
    /** Version of the last event summed up; an append moves it by compare-and-set. */
    version: number;
    number: number | null;
    open: Flag;
    channel_id: string | null;
    started_at: string;
    /** Whether something is still to be done after the incident. */
    open_items: Flag;
    body: Json;
  };
  work: {
    stream: string;
    kind: string;
    due_at: string | null;
    /** When that was said, by the clock of whoever said it. */
    said_at: string | null;
    lease_until: string | null;
    lease_owner: string | null;
    generation: number;
    attempts: number;
  };
  deliveries: {
    stream: string;
    slot: string;
    state: Delivery["state"];
    fingerprint: string;
    ref: Json;
    error: string | null;
    attempts: number;
    updated_at: string;
  };
  receipts: { receipt: string; stream: string; at: string };
  settings: { key: string; value: string };
  /** What monitoring saw, change by change. */
  samples: { target: string; at: string; outcome: string; code: string; value: number | null };
  /** What monitoring remembers of each target. */
  targets: { target: string; body: Json };
};

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

/** An open database, and all that differs between the two kinds. */
export type Database = {
  db: Db;
  /** Column type of text that compares by byte, whatever the locale. */
  text: RawBuilder<unknown>;
  /** Keeps every other process out of the schema until the transaction ends. */
  lockSchema(trx: Trx): Promise<void>;
};
