import { createHmac } from "node:crypto";
import type { Config } from "../config/schema.ts";
import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";
import type { StoredEvent } from "../record/ports.ts";

export type ForwardTarget = Config["forward"][number];

/** What your tool is told of one event. `id` is the same whenever the event is sent again. */
export type ForwardedEvent = {
  id: string;
  incident: string;
  version: number;
  at: Instant;
  by: Actor;
  drill: boolean;
  event: StoredEvent;
};

/** An event as a tool is told of it. */
export function toForwarded(
  stream: string,
  drill: boolean,
  { version, at, by, event }: Recorded<StoredEvent>,
): ForwardedEvent {
  return { id: `${stream}:${version}`, incident: stream, version, at, by, drill, event };
}

/** Null when the tool took it (2xx), else why not, in words that hold no secret. */
export type PostEvent = (target: ForwardTarget, told: ForwardedEvent, now: Instant) => Promise<string | null>;

/** Makes the function that posts one event, signed, and waits no longer than the time given. */
export function createPostEvent(timeoutMs = 5_000): PostEvent {
  return async ({ url, secret }, told, now) => {
    const body = JSON.stringify(told);
    const timestamp = String(Math.floor(Date.parse(now) / 1000));
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "user-agent": "clay-incident",
          "x-clay-incident-id": told.id,
          "x-clay-incident-timestamp": timestamp,
          "x-clay-incident-signature": signature(secret, timestamp, body),
        },
        // What is signed for one address must not be carried to another.
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.ok ? null : `HTTP ${response.status}`;
    } catch (error) {
      return reasonOf(error, timeoutMs);
    }
  };
}

/** HMAC-SHA256 over timestamp and body, so that neither can be changed, nor an old request be sent again later. */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

/** The code alone: messages of network errors name addresses. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${timeoutMs} ms`;
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === "string" ? cause.code : "could not be sent";
}
