import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Transport } from "./transport.ts";

/** One WebSocket of the app. */
export type Connection = {
  id: number;
  openedAt: number;
  /** Open ones get envelopes; a draining one was told to go; a half-open one swallows everything. */
  state: "open" | "draining" | "half-open" | "closed";
  sent: number;
};

type DisconnectReason = "warning" | "refresh_requested" | "link_disabled" | "too_many_websockets";

export type DisconnectOptions = {
  reason?: DisconnectReason;
  /** Whether Slack closes the TCP connection too. It often leaves that to the client. */
  closeTcp?: boolean;
  /** One connection; all open ones unless told. */
  connection?: number;
};

/** Socket Mode: the app's WebSockets. */
export type SocketTransport = Transport & {
  /** A WebSocket address for one connection, as apps.connections.open hands out. */
  ticketUrl(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  connections(): Connection[];
  /** Tells connections to go. */
  disconnect(options?: DisconnectOptions): void;
  /** From now on the connection looks open, but answers no ping and hears no ack. */
  halfOpen(connection?: number): void;
  /** Breaks connections without a word. */
  cut(connection?: number): void;
};
