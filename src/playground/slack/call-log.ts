import type { Clock } from "./clock.ts";
import type { Stream } from "./stream.ts";
import type { Fields } from "./workspace/types.ts";

/** One call the app made, and what it was told. */
export type ApiCall = {
  seq: number;
  at: number;
  /** A Web API method, "response_url", or "files.upload" for the bytes of a file. */
  method: string;
  args: Fields;
  token: "bot" | "app" | "none" | "unknown";
  status: number;
  answer: Fields;
  /** The fault it met, if one was set. */
  fault?: string;
};

/** The calls received, oldest first. */
export type CallLog = {
  record(call: Omit<ApiCall, "seq" | "at">): void;
  all(): ApiCall[];
  of(method: string): ApiCall[];
  clear(): void;
};

// A long demo or a bench must not grow without bound.
const kept = 20_000;

/** Creates an empty log, which also tells the stream about each call. */
export function createCallLog(clock: Clock, stream: Stream): CallLog {
  let calls: ApiCall[] = [];
  let seq = 0;
  return {
    record(fields) {
      const call = { ...fields, seq: ++seq, at: clock.now() };
      calls.push(call);
      if (calls.length > kept * 1.5) calls = calls.slice(-kept);
      stream.publish("api.call", { call });
    },
    all: () => [...calls],
    of: (method) => calls.filter((call) => call.method === method),
    clear: () => {
      calls = [];
    },
  };
}
