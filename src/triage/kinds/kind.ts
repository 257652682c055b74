import type { Config } from "../../config/schema.ts";
import type { Outcome, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Instant } from "../../lib/time.ts";
import { withoutLogin } from "../../redaction/address-secrets.ts";
import type { Side } from "../../runbook/evidence.ts";
import type { Answer } from "../probes/answer.ts";
import type { ProbeRequest } from "../probes/exchange.ts";
import type { SharedCause } from "./shared-causes.ts";

export type Clay = Config["clay"];

/** Balances below these are called low. */
export type CreditThresholds = { lowCredits: number; lowActions: number };

/** What the configuration says about a probe's target and an answer alone does not. */
export type Yardstick = CreditThresholds & {
  keyKind: "public" | "enterprise";
  /** What of yours uses the target, and what to do about that meanwhile, in a sentence. */
  usedBy?: string;
  /** The part of a provider's status page that counts; left out: the page as a whole. */
  component?: string;
  /** How many submissions a webhook takes in its life; left out: it has no limit. */
  limit?: number;
  /** The webhook is a Clay workflow's, whose address changes when its trigger is edited. */
  isWorkflow?: boolean;
  /** A right answer that took longer is called slow. */
  slowAfterMs: number;
  /** When the answer came, to read a Retry-After that names a date. */
  now: Instant;
};

/** What an answer means: its cause, the outcome, and what else can be read from it. */
export type Found<Cause extends string> = {
  /** What a status page lists, for the words: incidents, or the components there are. */
  incident?: string;
} & Pick<ProbeResult, "balance" | "shape"> &
  (
    | { cause: Cause | SharedCause; outcome: Outcome }
    /** Left out, the outcome is the one this cause has for all probes of the kind. */
    | { cause: SharedCause; outcome?: Outcome }
  );

/** One probe the configuration asks for, before it is made. */
export type Plan<Cause extends string> = {
  /** Unique within the kind: "leads". */
  id: string;
  /** As people call it: `Webhook "leads"`. */
  name: string;
  /** Redacted address, or what is missing. */
  target: string;
  measure?: Partial<Pick<Yardstick, "keyKind" | "component" | "limit" | "isWorkflow" | "usedBy">>;
  /** Where else to ask, in turn, while the answers cannot be read. */
  otherwise?: (() => ProbeRequest)[];
} & (
  | { request(at: Instant): ProbeRequest }
  /** There is nothing to ask: the finding is known from the configuration. */
  | { settled: Cause }
);

/** All that triage knows of one kind of probe. */
export type Kind<Cause extends string> = {
  /** What it can find beyond the shared causes. The runbook must have words for each. */
  causes: readonly Cause[];
  /** Whose its target is. Only what is Clay's, or the way there, can show that Clay is down. */
  owner: "clay" | "provider" | "you";
  /** It only reads what somebody reports: news that cannot be read proves nothing, and how long it took is none. */
  isNews: boolean;
  /** The side a shared cause is on. null: as its shared words say, which speak of Clay's endpoints. */
  sharedSide: Side | null;
  /** Shared causes that have another outcome here than elsewhere. */
  ownOutcomes: Partial<Record<SharedCause, Outcome>>;
  /** What an answer might echo and nobody may read. */
  secrets(clay: Clay): (string | undefined)[];
  /** Its probes, in the order they are shown. */
  plan(clay: Clay): Plan<NoInfer<Cause>>[];
  /** Reads an answer. Pure. */
  judge(answer: Answer, yardstick: Yardstick): Found<NoInfer<Cause>>;
};

/** Describes a kind; its causes are what `plan` and `judge` may name. */
export function defineKind<const Cause extends string>(kind: Kind<Cause>): Kind<Cause> {
  return kind;
}

const commonHeaders = {
  accept: "application/json, */*;q=0.5",
  "accept-encoding": "gzip, deflate, br",
  "user-agent": "clay-incident (triage)",
};

/** A request that only reads. */
export function get(url: string, headers: Record<string, string> = {}): () => ProbeRequest {
  const target = withoutLogin(url);
  const login = target.authorization && { authorization: target.authorization };
  return () => ({ method: "GET", url: target.url, headers: { ...commonHeaders, ...login, ...headers } });
}

/** A request that sends JSON. */
export function post(url: string, body: object, headers: Record<string, string> = {}): ProbeRequest {
  const target = withoutLogin(url);
  const login = target.authorization && { authorization: target.authorization };
  return {
    method: "POST",
    url: target.url,
    headers: { ...commonHeaders, "content-type": "application/json", ...login, ...headers },
    body: JSON.stringify(body),
  };
}

/** `Webhook "leads"`; the only one, when it came from a variable and so has no name of its own, is just "Webhook". */
export function label(noun: string, { name }: { name: string }, all: readonly unknown[]): string {
  return all.length === 1 && name === "default" ? noun : `${noun} "${name}"`;
}

/** Plans, or the line that says what is not configured. */
export function orMissing<Cause extends string>(plans: Plan<Cause>[], missing: Plan<Cause>): Plan<Cause>[] {
  return plans.length > 0 ? plans : [missing];
}

/**
 * Reads a 2xx whose body does not matter, unless it never ended or broke off. A server that breaks off did say yes
 * before: whether it should not have is for the kind to say.
 */
export function accepted(
  { bodyTrouble }: Answer,
  brokenOff: Outcome,
): { cause: "ok"; outcome: "ok" } | { cause: SharedCause; outcome?: Outcome } {
  if (bodyTrouble === "endless") return { cause: "endless" };
  if (bodyTrouble === "reset") return { cause: "reset", outcome: brokenOff };
  return { cause: "ok", outcome: "ok" };
}
