import type { Store } from "../../engine/ports.ts";

type Ref = { channel: string; ts: string };

/** In whose timelines a message was captured, so that its edits and its deletion can be followed. */
export type Captured = {
  remember(message: Ref, stream: string): Promise<void>;
  streams(message: Ref): Promise<string[]>;
};

/** Keeps it among the store's small values: one is read for each edit of any message, which must be cheap. */
export function createCaptured(store: Pick<Store, "readValue" | "writeValue">): Captured {
  const keyOf = ({ channel, ts }: Ref) => `captured:${channel}:${ts}`;
  const streams = async (message: Ref) => (await store.readValue(keyOf(message)))?.split(" ") ?? [];
  return {
    streams,
    async remember(message, stream) {
      const known = await streams(message);
      if (!known.includes(stream)) await store.writeValue(keyOf(message), [...known, stream].join(" "));
    },
  };
}
