import { performance } from "node:perf_hooks";
import type { Slack } from "../slack.ts";
import { wrapEvent } from "../workspace/events.ts";
import type { Fields } from "../workspace/types.ts";
import type { Delivery } from "./delivery-type.ts";
import type { SocketTransport } from "./socket-transport.ts";
import type { Attempt, Envelope, EnvelopeKind, Outcome, Transport } from "./transport.ts";

/** How long Slack waits before each retry of an event. */
const retryDelaysMs = [0, 60_000, 300_000];

const kept = 5000;

/** Creates the delivery over the socket or over HTTP, as the manifest says at each moment. */
export function createDelivery(slack: () => Slack, socket: SocketTransport, http: Transport): Delivery {
  let envelopes: Envelope[] = [];
  let closed = false;
  let duplicates = { events: 0, copies: 0 };
  const pending = new Set<Promise<unknown>>();

  const transport = () => (slack().manifest.settings?.socket_mode_enabled ? socket : http);

  function create(kind: EnvelopeKind, payload: Fields): Envelope {
    const { ids, clock } = slack();
    const envelope: Envelope = {
      id: ids.next("envelope-"),
      kind,
      payload,
      sentAt: clock.now(),
      attempts: [],
      acked: false,
    };
    envelopes.push(envelope);
    if (envelopes.length > kept * 1.5) envelopes = envelopes.slice(-kept);
    return envelope;
  }

  async function attempt(envelope: Envelope, reason?: string): Promise<Outcome> {
    const { stream, clock } = slack();
    const entry: Attempt = {
      number: envelope.attempts.length,
      at: clock.now(),
      ...(reason ? { reason } : {}),
    };
    envelope.attempts.push(entry);
    const startedAt = performance.now();
    stream.publish("envelope.sent", { envelope: envelope.id, kind: envelope.kind, attempt: entry.number });
    const outcome = await transport().deliver(envelope, entry);
    entry.ackMs = performance.now() - startedAt;
    entry.outcome = outcome.acked ? "acked" : outcome.reason;
    if (outcome.acked) Object.assign(envelope, { acked: true, ackMs: entry.ackMs, ackBody: outcome.body });
    else if (!envelope.acked)
      envelope.error = outcome.reason.endsWith("timeout") ? "operation_timeout" : "dispatch_failed";
    stream.publish(outcome.acked ? "envelope.acked" : "envelope.failed", {
      envelope: envelope.id,
      kind: envelope.kind,
    });
    return outcome;
  }

  function track<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    const done = () => {
      pending.delete(work);
      slack().stream.publish("delivery.settled", { waiting: pending.size });
    };
    work.then(done, done);
    return work;
  }

  async function retry(envelope: Envelope, first: Promise<Outcome>): Promise<void> {
    let outcome = await first;
    for (const delay of retryDelaysMs) {
      if (outcome.acked || outcome.final) return;
      if (delay > 0) await new Promise<void>((resolve) => slack().clock.after(delay, resolve));
      // A late ack counts: then there is nothing left to retry.
      if (closed || envelope.acked) return;
      outcome = await track(attempt(envelope, outcome.reason));
    }
  }

  function send(payload: Fields) {
    const envelope = create("events_api", payload);
    void retry(envelope, track(attempt(envelope)));
  }

  return {
    socket,
    socketUrl: () => socket.ticketUrl(),
    envelopes: () => [...envelopes],

    async ask(kind, payload) {
      const envelope = create(kind, payload);
      await track(attempt(envelope));
      return envelope;
    },

    notify(event, channel) {
      send(wrapEvent(slack(), event, channel));
      if (duplicates.events === 0) return;
      duplicates.events -= 1;
      for (let copy = 0; copy < duplicates.copies; copy += 1) send(wrapEvent(slack(), event, channel));
    },

    repeat(eventId, copies) {
      const original = envelopes.find(({ payload }) => payload.event_id === eventId);
      if (!original) throw new Error(`There was no event ${eventId}`);
      for (let copy = 0; copy < copies; copy += 1) {
        send({ ...original.payload, event_id: slack().ids.next("Ev") });
      }
    },

    duplicateNext(events, copies) {
      duplicates = { events, copies };
    },

    async settled() {
      await slack().stream.until(() => pending.size === 0);
    },

    async close() {
      closed = true;
      await Promise.all([socket.close(), http.close()]);
    },
  };
}
