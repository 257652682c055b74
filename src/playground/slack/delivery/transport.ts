import type { Fields } from "../workspace/types.ts";

/** The app has this long to ack. */
export const ackDeadlineMs = 3000;

export type EnvelopeKind = "events_api" | "slash_commands" | "interactive" | "options";

/** One try to deliver an envelope. */
export type Attempt = {
  /** 0 for the first. */
  number: number;
  at: number;
  /** Why the try before failed. */
  reason?: string;
  connection?: number;
  status?: number;
  /** Real milliseconds until the ack or the failure. */
  ackMs?: number;
  outcome?: "acked" | FailureReason;
};

/** One thing sent to the app, with all its attempts and the ack. */
export type Envelope = {
  id: string;
  kind: EnvelopeKind;
  payload: Fields;
  sentAt: number;
  attempts: Attempt[];
  acked: boolean;
  ackMs?: number;
  ackBody?: unknown;
  /** What the person is told: "operation_timeout" or "dispatch_failed". */
  error?: string;
};

type FailureReason = "timeout" | "connection_failed" | "http_timeout" | "http_error";

/** What came of one attempt. `final`: the app asked for no retry. */
export type Outcome =
  | { acked: true; body: unknown }
  | { acked: false; reason: FailureReason; final?: boolean };

/** A way to the app. */
export type Transport = {
  deliver(envelope: Envelope, attempt: Attempt): Promise<Outcome>;
  close(): Promise<void>;
};
