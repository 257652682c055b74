import type { ProbeKind } from "../../incident/evidence/evidence.ts";
import type { Instant } from "../../lib/time.ts";
import type { Answer, Exchange } from "../probes/answer.ts";
import { type Classification, classifyShared, isNews } from "./classification.ts";
import { classifyApi } from "./classify-api.ts";
import { classifyCallback } from "./classify-callback.ts";
import { type CreditThresholds, classifyCredits } from "./classify-credits.ts";
import { classifyPlatform } from "./classify-platform.ts";
import { classifyProvider } from "./classify-provider.ts";
import { classifyReach } from "./classify-reach.ts";
import { classifyWebhook } from "./classify-webhook.ts";

/** What the configuration says about a probe's target and an answer alone does not. */
export type Yardstick = CreditThresholds & {
  keyKind: "public" | "enterprise";
  /** The part of a provider's status page that counts; left out: the page as a whole. */
  component?: string;
  /** A right answer that took longer is called slow. */
  slowAfterMs: number;
  /** When the answer came, to read a Retry-After that names a date. */
  now: Instant;
};

/** Reads how a request ended as a finding. Pure; every exchange leads to one of the known codes. */
export function classify(kind: ProbeKind, exchange: Exchange, yardstick: Yardstick): Classification {
  if ("noAnswer" in exchange) return classifyShared(kind, exchange.noAnswer.cause);
  const { answer } = exchange;
  return {
    ...markSlow(kind, judge(kind, answer, yardstick), answer, yardstick),
    ...headerFacts(answer, yardstick.now),
  };
}

function judge(kind: ProbeKind, answer: Answer, yardstick: Yardstick): Classification {
  switch (kind) {
    case "platform":
      return classifyPlatform(answer);
    case "reach":
      return classifyReach(answer);
    case "webhook":
      return classifyWebhook(answer);
    case "api":
      return classifyApi(answer, yardstick.keyKind);
    case "credits":
      return classifyCredits(answer, yardstick);
    case "provider":
      return classifyProvider(answer, yardstick.component);
    case "callback":
      return classifyCallback(answer);
  }
}

function markSlow(
  kind: ProbeKind,
  found: Classification,
  answer: Answer,
  { slowAfterMs }: Yardstick,
): Classification {
  const matters = found.outcome === "ok" && !isNews(kind);
  return matters && answer.timings.totalMs > slowAfterMs
    ? { ...found, ...classifyShared(kind, "slow") }
    : found;
}

function headerFacts(answer: Answer, now: Instant): Pick<Classification, "retryAfterSeconds" | "requestId"> {
  const retryAfterSeconds = parseRetryAfter(answer.headers["retry-after"], now);
  const requestId = answer.headers["request-id"];
  return {
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(requestId && /^[\w-]{1,80}$/.test(requestId) ? { requestId } : {}),
  };
}

/** Seconds to wait, from a Retry-After header in either form (seconds or a date); undefined when it makes no sense. */
function parseRetryAfter(value: string | undefined, now: Instant): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value)
    ? Number(value)
    : Math.ceil((Date.parse(value) - Date.parse(now)) / 1000);
  return seconds >= 0 && seconds <= 86_400 ? seconds : undefined;
}
