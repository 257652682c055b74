import type { ApiCall } from "../call-log.ts";
import type { Envelope } from "../delivery/transport.ts";
import type { Slack } from "../slack.ts";
import type { Fields } from "../workspace/types.ts";

/** Something that went to the bot (an envelope) or came from it (a Web API call), in short. */
type Exchange = {
  id: string;
  at: number;
  direction: "to the bot" | "from the bot";
  /** An envelope's kind, or a call's method. */
  what: string;
  /** What it was about: the command as typed, the action, the event's type, the channel. */
  about: string;
  outcome: "waiting" | "ok" | "failed";
  /** Slack's word for what went wrong. */
  error?: string;
  /** Real milliseconds until the bot acked an envelope. */
  ackMs?: number;
  /** How often an envelope was sent. */
  attempts?: number;
  /** The fault a call met. */
  fault?: string;
};

function aboutEnvelope({ kind, payload }: Envelope): string {
  if (kind === "slash_commands") return `${payload.command} ${payload.text}`.trim();
  const event = payload.event as Fields | undefined;
  if (event) return String(event.subtype ?? event.type);
  const [action] = (payload.actions as Fields[] | undefined) ?? [];
  const view = payload.view as Fields | undefined;
  const what = action?.action_id ?? payload.callback_id ?? view?.callback_id ?? "";
  return `${payload.type} ${what}`.trim();
}

function ofEnvelope(envelope: Envelope): Exchange {
  const { id, kind, sentAt, acked, ackMs, error, attempts } = envelope;
  return {
    id,
    at: sentAt,
    direction: "to the bot",
    what: kind,
    about: aboutEnvelope(envelope),
    outcome: acked ? "ok" : error ? "failed" : "waiting",
    attempts: attempts.length,
    ...(error && !acked ? { error } : {}),
    ...(ackMs === undefined ? {} : { ackMs }),
  };
}

function ofCall({ seq, at, method, args, status, answer, fault }: ApiCall): Exchange {
  const ok = status < 400 && status > 0 && answer.ok !== false;
  return {
    id: `call-${seq}`,
    at,
    direction: "from the bot",
    what: method,
    about: String(args.channel ?? args.channel_id ?? args.user ?? args.view_id ?? ""),
    outcome: ok && fault !== "lost-answer" ? "ok" : "failed",
    ...(ok ? {} : { error: String(answer.error ?? `HTTP ${status}`) }),
    ...(fault ? { fault } : {}),
  };
}

/** Creates what shows the traffic between the workspace and the bot. */
export function createTraffic(slack: Slack) {
  return {
    /** The last exchanges, newest first. */
    traffic: (most = 100): Exchange[] =>
      [
        ...slack.delivery.envelopes().slice(-most).map(ofEnvelope),
        ...slack.calls.all().slice(-most).map(ofCall),
      ]
        .sort((a, b) => b.at - a.at)
        .slice(0, most),

    /** One exchange as it was, whole: the envelope with its acks, or the call with its answer. */
    exchange: (id: string) =>
      structuredClone(
        slack.delivery.envelopes().find((envelope) => envelope.id === id) ??
          slack.calls.all().find(({ seq }) => `call-${seq}` === id),
      ),

    /** The faults that calls can still meet. */
    faults: () => slack.faults.inForce(),
  };
}
