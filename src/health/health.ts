import type { Routes } from "../lib/routes.ts";
import type { Instant } from "../lib/time.ts";
import { sendJson } from "./routes.ts";

/** One Socket Mode connection, and for how many milliseconds it has been in that state. */
type Socket = { connected: boolean; forMs: number };

/** What the process knows of itself. Lengths are of its own count: no wall clock that is set changes a judgement. */
export type Health = {
  upForMs(): number;
  /** Empty in HTTP mode. */
  sockets(): readonly Socket[];
  /** Why the record cannot be read or written, by the last real read and write; null when it can. */
  storeTrouble(): Promise<string | null>;
  /** Since the work loop last came round; null before the first time. */
  sinceLookMs(): number | null;
  /** The tokens Slack refuses, and with which code. */
  refusedTokens(): readonly { token: "bot" | "app"; code: string }[];
  /** How the wall clock jumped last; null: it never did. */
  lastClockJump(): { at: Instant; bySeconds: number } | null;
};

/** No socket connected for this long: a restart is the cure. Longer than Slack's refresh and a short outage. */
const socketsDownMs = 120_000;

/** The work loop has not come round for this long: it hangs. */
const lookOverdueMs = 120_000;

/** Facts at one moment, from which both judgements are made. */
type Facts = {
  upForMs: number;
  sockets: readonly Socket[];
  storeTrouble: string | null;
  sinceLookMs: number | null;
  refusedTokens: ReturnType<Health["refusedTokens"]>;
};

type Judgement = { ok: boolean; missing: string[] };

/**
 * Whether the process should live on. Only what a restart can mend counts: sockets all down for long (Slack's
 * clients can stay disconnected for good while looking alive) and a work loop that no longer comes round.
 */
function judgeLiveness(facts: Omit<Facts, "storeTrouble">): Judgement {
  const { upForMs, sockets, sinceLookMs, refusedTokens } = facts;
  // No restart brings a token back; while the process lives it goes on trying.
  const downForMs = refusedTokens.some(({ token }) => token === "app") ? 0 : disconnectedMs(sockets);
  const lookMs = sinceLookMs ?? upForMs;
  return judgement([
    downForMs > socketsDownMs && `no connection to Slack for ${seconds(downForMs)} s`,
    lookMs > lookOverdueMs && `the work loop has not come round for ${seconds(lookMs)} s`,
  ]);
}

/** Whether the process can take work now, and what is missing. */
function judgeReadiness({ sockets, storeTrouble, sinceLookMs, refusedTokens }: Facts): Judgement {
  const allDown = sockets.length > 0 && sockets.every(({ connected }) => !connected);
  return judgement([
    allDown && `no connection to Slack for ${seconds(disconnectedMs(sockets))} s`,
    storeTrouble ?? false,
    ...refusedTokens.map(({ token, code }) => `Slack refuses the ${token} token: ${code}`),
    sinceLookMs === null && "the work loop has not come round yet",
  ]);
}

/** The routes /livez and /readyz: 200 or 503, saying as JSON what is missing. */
export function healthRoutes(health: Health): Routes {
  const own = () => ({
    upForMs: health.upForMs(),
    sockets: health.sockets(),
    sinceLookMs: health.sinceLookMs(),
    refusedTokens: health.refusedTokens(),
  });
  /** What is worth knowing beside, and no reason to restart or to send nobody here. */
  const beside = () => ({ sockets: health.sockets(), notes: clockNotes(health.lastClockJump()) });
  return {
    "/livez": (_request, response) => {
      const { ok, missing } = judgeLiveness(own());
      sendJson(response, ok ? 200 : 503, { ok, missing, ...beside() });
    },
    "/readyz": async (_request, response) => {
      const storeTrouble = await health.storeTrouble();
      const { ok, missing } = judgeReadiness({ ...own(), storeTrouble });
      sendJson(response, ok ? 200 : 503, { ok, missing, ...beside() });
    },
  };
}

function judgement(complaints: (string | false)[]): Judgement {
  const missing = complaints.filter((complaint) => complaint !== false);
  return { ok: missing.length === 0, missing };
}

/** For how long no socket has been connected; 0 when one is, or when there are none. */
function disconnectedMs(sockets: readonly Socket[]): number {
  if (sockets.length === 0 || sockets.some(({ connected }) => connected)) return 0;
  return Math.min(...sockets.map(({ forMs }) => forMs));
}

function clockNotes(jump: ReturnType<Health["lastClockJump"]>): string[] {
  if (!jump) return [];
  const how = jump.bySeconds < 0 ? "back" : "ahead";
  return [`this machine's clock was set ${how} by ${Math.abs(jump.bySeconds)} s when it said ${jump.at}`];
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
