import { type WebSocket, WebSocketServer } from "ws";
import type { Slack } from "../slack.ts";
import type { Fields } from "../workspace/types.ts";
import type { Connection, SocketTransport } from "./socket-transport.ts";
import { ackDeadlineMs, type Envelope, type Outcome } from "./transport.ts";

/** At most so many connections per app. */
const connectionLimit = 10;

const pingEveryMs = 5000;

type Live = Connection & { websocket: WebSocket };

/** Creates Socket Mode with no connection. */
export function createSocketTransport(slack: () => Slack): SocketTransport {
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const tickets = new Set<string>();
  const live: Live[] = [];
  const waiting = new Map<string, (outcome: Outcome) => void>();
  let lastId = 0;
  let turn = 0;

  const counted = () => live.filter(({ state }) => state !== "closed");
  const chosen = (id?: number) => counted().filter((connection) => id === undefined || connection.id === id);

  function tell(connection: Connection, frame: Fields) {
    (connection as Live).websocket.send(JSON.stringify(frame));
  }

  function changed(connection: Connection) {
    slack().stream.publish("connection.changed", { connection: connection.id, state: connection.state });
  }

  function greet(connection: Live) {
    tell(connection, {
      type: "hello",
      num_connections: counted().length,
      debug_info: { host: "local", build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: slack().app.appId },
    });
  }

  function hear(connection: Live, data: string) {
    if (connection.state === "half-open") return;
    let message: { envelope_id?: string; payload?: unknown };
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    const id = message.envelope_id ?? "";
    const settle = waiting.get(id);
    if (settle) settle({ acked: true, body: message.payload });
    else acknowledgeLate(id);
  }

  function acknowledgeLate(id: string) {
    const envelope = slack()
      .delivery.envelopes()
      .find((candidate) => candidate.id === id);
    if (!envelope || envelope.acked) return;
    // Too late for the person who waited, but an event need not be sent again.
    if (envelope.kind === "events_api") envelope.acked = true;
    slack().stream.publish("envelope.late", { envelope: id });
  }

  function accept(websocket: WebSocket) {
    const connection: Live = {
      id: ++lastId,
      openedAt: slack().clock.now(),
      state: "open",
      sent: 0,
      websocket,
    };
    const beat = setInterval(() => {
      if (connection.state !== "half-open") websocket.ping("Ping from the local Slack");
    }, pingEveryMs);
    beat.unref();
    websocket.on("message", (data) => hear(connection, String(data)));
    websocket.on("ping", (data) => {
      if (connection.state !== "half-open") websocket.pong(data);
    });
    websocket.on("error", () => websocket.terminate());
    websocket.on("close", () => {
      clearInterval(beat);
      connection.state = "closed";
      changed(connection);
    });
    if (counted().length >= connectionLimit) {
      tell(connection, { type: "disconnect", reason: "too_many_websockets", debug_info: { host: "local" } });
      websocket.close();
      return;
    }
    live.push(connection);
    greet(connection);
    changed(connection);
  }

  function next(): Live | undefined {
    // A half-open connection is still registered, so it gets its share, and that share is lost.
    const able = live.filter(({ state }) => state === "open" || state === "half-open");
    turn += 1;
    return able[turn % able.length];
  }

  function frame({ id, kind, payload, attempts }: Envelope): Fields {
    const { number, reason } = attempts.at(-1)!;
    return {
      envelope_id: id,
      type: kind === "options" ? "interactive" : kind,
      payload,
      accepts_response_payload: kind !== "events_api",
      ...(kind === "events_api"
        ? { retry_attempt: number, retry_reason: number > 0 ? (reason ?? "timeout") : "" }
        : {}),
    };
  }

  return {
    deliver(envelope, attempt) {
      const connection = next();
      if (!connection) return Promise.resolve({ acked: false, reason: "connection_failed" });
      attempt.connection = connection.id;
      connection.sent += 1;
      return new Promise((resolve) => {
        const settle = (outcome: Outcome) => {
          waiting.delete(envelope.id);
          cancel();
          resolve(outcome);
        };
        const cancel = slack().clock.after(ackDeadlineMs, () => settle({ acked: false, reason: "timeout" }));
        waiting.set(envelope.id, settle);
        if (connection.state === "open") tell(connection, frame(envelope));
      });
    },

    ticketUrl() {
      const ticket = slack().ids.secret();
      tickets.add(ticket);
      return `${slack().url.replace(/^http/, "ws")}/link/?ticket=${ticket}&app_id=${slack().app.appId}`;
    },

    upgrade(request, socket, head) {
      const address = new URL(request.url ?? "/", "http://local");
      const ticket = address.searchParams.get("ticket") ?? "";
      if (!address.pathname.startsWith("/link") || !tickets.delete(ticket)) {
        socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },

    connections: () => live.map(({ id, openedAt, state, sent }) => ({ id, openedAt, state, sent })),

    disconnect({ reason = "refresh_requested", closeTcp = false, connection } = {}) {
      for (const target of chosen(connection)) {
        // A warning comes some ten seconds ahead; until then the connection works on.
        if (reason !== "warning") target.state = "draining";
        tell(target, { type: "disconnect", reason, debug_info: { host: "local" } });
        if (closeTcp) target.websocket.close(1000);
        changed(target);
      }
    },

    halfOpen(connection) {
      for (const target of chosen(connection)) {
        target.state = "half-open";
        changed(target);
      }
    },

    cut(connection) {
      for (const target of chosen(connection)) target.websocket.terminate();
    },

    async close() {
      for (const settle of [...waiting.values()]) settle({ acked: false, reason: "connection_failed" });
      for (const { websocket } of live) websocket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
