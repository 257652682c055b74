import type { Channel, Fields } from "../workspace/types.ts";
import type { SocketTransport } from "./socket-transport.ts";
import type { Envelope, EnvelopeKind } from "./transport.ts";

/** How everything reaches the app: over a socket or to its request URLs, with Slack's deadlines and retries. */
export type Delivery = {
  /** Sends what a person did and waits for the ack. It is sent once: Slack does not retry interactions. */
  ask(kind: Exclude<EnvelopeKind, "events_api">, payload: Fields): Promise<Envelope>;
  /** Sends an event, and again if it is not acked: at once, after a minute, after five. */
  notify(event: Fields, channel?: Channel): void;
  /** Sends an earlier event's content again as a new event, `copies` times. */
  repeat(eventId: string, copies: number): void;
  /** Delivers each of the next `events` events `copies` times more, each with an event_id of its own. */
  duplicateNext(events: number, copies: number): void;
  /** Everything sent, oldest first. */
  envelopes(): Envelope[];
  /** Resolves when nothing sent is still waiting for its first ack or failure. */
  settled(): Promise<void>;
  socketUrl(): string;
  socket: SocketTransport;
  close(): Promise<void>;
};
