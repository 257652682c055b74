import { createHmac } from "node:crypto";
import type { Slack } from "../slack.ts";
import type { Fields } from "../workspace/types.ts";
import { type Attempt, ackDeadlineMs, type Envelope, type Outcome, type Transport } from "./transport.ts";

/** The headers by which a request proves that it came from Slack. `timestamp` is in seconds. */
export function signatureHeaders(signingSecret: string, body: string, timestamp: number) {
  const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
  return { "x-slack-request-timestamp": String(timestamp), "x-slack-signature": `v0=${signature}` };
}

/** The request URL for this envelope, out of the manifest. */
function addressFor({ manifest }: Slack, { kind, payload }: Envelope): string | undefined {
  const { settings, features } = manifest;
  if (kind === "events_api") return settings?.event_subscriptions?.request_url;
  if (kind === "options")
    return settings?.interactivity?.message_menu_options_url ?? settings?.interactivity?.request_url;
  if (kind === "interactive") return settings?.interactivity?.request_url;
  return features?.slash_commands?.find(({ command }) => command === payload.command)?.url;
}

function formOf(fields: Fields): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  return new URLSearchParams(
    pairs.map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function bodyOf({ kind, payload }: Envelope): { type: string; body: string } {
  if (kind === "events_api") return { type: "application/json", body: JSON.stringify(payload) };
  const fields = kind === "slash_commands" ? payload : { payload: JSON.stringify(payload) };
  // Slack sends no charset here, and Bolt compares the header exactly.
  return { type: "application/x-www-form-urlencoded", body: formOf(fields) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text();
  if (response.ok) return { acked: true, body: text === "" ? undefined : parsed(text) };
  return { acked: false, reason: "http_error", final: response.headers.get("x-slack-no-retry") === "1" };
}

function retryHeaders({ number, reason = "unknown_error" }: Attempt): { [name: string]: string } {
  return number === 0 ? {} : { "x-slack-retry-num": String(number), "x-slack-retry-reason": reason };
}

/** Creates delivery to request URLs: signed, with three seconds to answer. */
export function createHttpTransport(slack: () => Slack): Transport {
  const running = new Set<AbortController>();
  return {
    async deliver(envelope, attempt) {
      const address = addressFor(slack(), envelope);
      if (!address) return { acked: false, reason: "connection_failed" };
      const { type, body } = bodyOf(envelope);
      const abort = new AbortController();
      running.add(abort);
      let late = false;
      const cancel = slack().clock.after(ackDeadlineMs, () => {
        late = true;
        abort.abort();
      });
      try {
        const response = await fetch(address, {
          method: "POST",
          body: Buffer.from(body),
          redirect: "manual",
          signal: abort.signal,
          headers: {
            "content-type": type,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            // Receivers compare this with real time, so it is real time even when the clock was moved.
            ...signatureHeaders(slack().app.signingSecret, body, Math.floor(Date.now() / 1000)),
            ...retryHeaders(attempt),
          },
        });
        attempt.status = response.status;
        return await outcomeOf(response);
      } catch {
        const timeout = envelope.kind === "events_api" ? "http_timeout" : "timeout";
        return { acked: false, reason: late ? timeout : "connection_failed" };
      } finally {
        cancel();
        running.delete(abort);
      }
    },
    async close() {
      for (const abort of running) abort.abort();
    },
  };
}
