import type { Store as RecordStore } from "../record/ports.ts";
import type { Summary } from "./summary.ts";

/** The store as it keeps this bot's records, by their summaries. */
export type Store = RecordStore<Summary>;
