import type { IncidentEvent, MessageSource } from "../incident/events.ts";
import type { Store } from "../incident/store.ts";

/** In whose timelines a message was captured, so that its edits and its deletion can be followed. */
export type Captured = {
  remember(message: MessageSource, stream: string): Promise<void>;
  streams(message: MessageSource): Promise<string[]>;
  /** Forgets every message in the timeline of a stream, which is still on record. */
  forget(stream: string): Promise<void>;
};

type Values = Pick<Store, "load" | "readValue" | "writeValue" | "removeValue">;

/** Keeps it among the store's small values: one is read for each edit of any message, which must be cheap. */
export function createCaptured(store: Values): Captured {
  const keyOf = ({ channel, ts }: MessageSource) => `captured:${channel}:${ts}`;
  const streams = async (message: MessageSource) => (await store.readValue(keyOf(message)))?.split(" ") ?? [];
  return {
    streams,
    async remember(message, stream) {
      const known = await streams(message);
      if (!known.includes(stream)) await store.writeValue(keyOf(message), [...known, stream].join(" "));
    },
    async forget(stream) {
      const events = (await store.load(stream)).map(({ event }) => event as IncidentEvent);
      const messages = events.flatMap((event) => (event.type === "entry.added" ? [event.source] : []));
      for (const message of messages) {
        const others = (await streams(message)).filter((other) => other !== stream);
        if (others.length > 0) await store.writeValue(keyOf(message), others.join(" "));
        else await store.removeValue(keyOf(message));
      }
    },
  };
}
