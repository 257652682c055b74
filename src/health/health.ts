import type { Routes } from "../lib/routes.ts";
import { addMilliseconds, type Instant, millisecondsBetween } from "../lib/time.ts";
import { sendJson } from "./routes.ts";

/** What the process knows of itself. */
export type Health = {
  now(): Instant;
  startedAt: Instant;
  /** One entry per Socket Mode connection and since when it is in that state; empty in HTTP mode. */
  sockets(): readonly { connected: boolean; since: Instant }[];
  /** Rejects when the database does not answer. */
  pingDatabase(): Promise<void>;
  /** When the work loop last came round; null before the first time. */
  lastLookAt(): Instant | null;
};

/** No socket connected for this long: a restart is the cure. Longer than Slack's refresh and a short outage. */
const socketsDownMs = 120_000;

/** The work loop has not come round for this long: it hangs. */
const lookOverdueMs = 120_000;

/** Facts at one moment, from which both judgements are made. */
type Facts = {
  now: Instant;
  startedAt: Instant;
  sockets: readonly { connected: boolean; since: Instant }[];
  /** Why the database does not answer; null when it does. */
  databaseError: string | null;
  lastLookAt: Instant | null;
};

type Judgement = { ok: boolean; missing: string[] };

/**
 * Whether the process should live on. Only what a restart can mend counts: sockets all down for long (Slack's
 * clients can stay disconnected for good while looking alive) and a work loop that no longer comes round.
 */
function judgeLiveness(facts: Omit<Facts, "databaseError">): Judgement {
  const { now, startedAt, sockets, lastLookAt } = facts;
  const deadSockets = now > addMilliseconds(lastConnectedAt(facts), socketsDownMs);
  const deadLoop = now > addMilliseconds(lastLookAt ?? startedAt, lookOverdueMs);
  return judgement([
    sockets.length > 0 &&
      deadSockets &&
      `no connection to Slack for ${seconds(lastConnectedAt(facts), now)} s`,
    deadLoop && `the work loop has not come round for ${seconds(lastLookAt ?? startedAt, now)} s`,
  ]);
}

/** Whether the process can take work now, and what is missing. */
function judgeReadiness({ now, sockets, databaseError, lastLookAt, ...facts }: Facts): Judgement {
  const down = sockets.filter(({ connected }) => !connected);
  return judgement([
    sockets.length > 0 &&
      down.length === sockets.length &&
      `no connection to Slack for ${seconds(lastConnectedAt({ now, sockets, ...facts }), now)} s`,
    databaseError !== null && `the database does not answer: ${databaseError}`,
    lastLookAt === null && "the work loop has not come round yet",
  ]);
}

/** The routes /livez and /readyz: 200 or 503, saying as JSON what is missing. */
export function healthRoutes(health: Health): Routes {
  const own = () => ({
    now: health.now(),
    startedAt: health.startedAt,
    sockets: health.sockets(),
    lastLookAt: health.lastLookAt(),
  });
  const sockets = () => health.sockets().map(({ connected, since }) => ({ connected, since }));
  return {
    "/livez": (_request, response) => {
      const { ok, missing } = judgeLiveness(own());
      sendJson(response, ok ? 200 : 503, { ok, missing, sockets: sockets() });
    },
    "/readyz": async (_request, response) => {
      const databaseError = await health.pingDatabase().then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      const { ok, missing } = judgeReadiness({ ...own(), databaseError });
      sendJson(response, ok ? 200 : 503, { ok, missing, sockets: sockets() });
    },
  };
}

function judgement(complaints: (string | false)[]): Judgement {
  const missing = complaints.filter((complaint) => complaint !== false);
  return { ok: missing.length === 0, missing };
}

/** Now, when a socket is connected; else when the last one was lost. */
function lastConnectedAt({ now, startedAt, sockets }: Pick<Facts, "now" | "startedAt" | "sockets">): Instant {
  if (sockets.some(({ connected }) => connected)) return now;
  return sockets.reduce((latest, { since }) => (since > latest ? since : latest), startedAt);
}

function seconds(start: Instant, end: Instant): number {
  return Math.round(millisecondsBetween(start, end) / 1000);
}
