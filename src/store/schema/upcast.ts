import type { StoredEvent } from "../../record/ports.ts";

/** Turns an event of one format into the next one's shape. */
type Upcaster = (event: StoredEvent) => StoredEvent;

/**
 * By event type, the steps from format 1 on. Adding a step makes the next format the current one. Events stay on
 * disk as they were written; only what is read is brought up to date, here and nowhere else.
 */
export type Upcasters = { readonly [type: string]: readonly Upcaster[] };

/** No event has changed its shape so far. */
export const upcasters: Upcasters = {};

/** The format in which events of this type are written now. */
export function currentFormat(steps: Upcasters, type: string): number {
  return 1 + (steps[type]?.length ?? 0);
}

/** Reads an event of any older format as the current one. Throws on a newer one. */
export function upcast(steps: Upcasters, event: StoredEvent, format: number): StoredEvent {
  const current = currentFormat(steps, event.type);
  if (format > current) {
    throw new Error(
      `Event "${event.type}" has format ${format}; this clay-incident reads formats up to ${current}. ` +
        "A newer clay-incident wrote it: finish the upgrade of this process.",
    );
  }
  return (steps[event.type] ?? []).slice(format - 1).reduce((older, step) => step(older), event);
}
