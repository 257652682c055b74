/** Why a stretch of the input is no row that could be sent. */
export type Trouble = "torn" | "not_json" | "not_utf8" | "too_long" | "wrong_cells";

/**
 * One row as it stands in the input: its JSON, or what is wrong with it. `place` is its line, counted from 1; in a
 * JSON array its number in the array.
 */
export type Row = { place: number; text: string } | { place: number; trouble: Trouble };

/** Rows come in batches, so that a million of them do not cost a million promises. */
export type Rows = AsyncIterable<Row[]>;

/** A longer line or element is passed over unread. Clay takes 100 KB; a page of an export may hold many rows. */
export const longestRowBytes = 32 * 1024 * 1024;

/** The input as a whole cannot be read. The message says where and what to do, and quotes nothing of it. */
export class UnreadableInput extends Error {}
