import { z } from "zod";
import type { Desk } from "./desk.ts";
import type { EventHandler } from "./feature.ts";

/** Says what happens on an event, as read by its schema. One of another shape is logged and left alone. */
export function onEvent<E>(schema: z.ZodType<E>, run: (event: E, desk: Desk) => Promise<void>): EventHandler {
  return async (event, desk) => {
    const read = schema.safeParse(event);
    if (read.success) return run(read.data, desk);
    const { type } = event as { type?: unknown };
    desk.log.warn({ type, problem: z.prettifyError(read.error) }, "an event has a shape I do not know");
  };
}

/** Slack sends all that happens to messages under one name; this is for those of one subtype alone. */
export function ofSubtype(subtype: string, handle: EventHandler): EventHandler {
  return async (event, desk) => {
    if ((event as { subtype?: unknown }).subtype === subtype) await handle(event, desk);
  };
}

/** A message was deleted. */
export const messageDeleted = z.object({ channel: z.string(), deleted_ts: z.string() });
