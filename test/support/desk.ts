import { createLogger } from "../../src/log.ts";
import type { Desk } from "../../src/slack/requests/desk.ts";
import type { VerbRequest } from "../../src/slack/requests/request.ts";
import { lead } from "./given.ts";

/** A desk with these things on it alone; whoever reaches for another is told which. */
export function deskWith(things: Partial<Desk>): Desk {
  const desk: Partial<Desk> = {
    log: createLogger({ level: "silent" }),
    readable: async (text) => text,
    ...things,
  };
  return new Proxy(desk as Desk, {
    get(target, thing) {
      if (thing in target) return Reflect.get(target, thing);
      throw new Error(`This desk has no ${String(thing)}`);
    },
  });
}

/** What somebody typed in a channel. */
export function typed(text: string, more: Partial<VerbRequest> = {}): VerbRequest {
  return { by: lead, receipt: "command:1", channel: "C1", triggerId: "T1", text, ...more };
}
