import type { ProbeKind } from "../../incident/evidence/evidence.ts";
import type { Instant } from "../../lib/time.ts";
import type { FindingCode } from "../kinds/finding-codes.ts";
import type { Found, Yardstick } from "../kinds/kind.ts";
import { kinds } from "../kinds/kinds.ts";
import type { SharedCause } from "../kinds/shared-causes.ts";
import type { Answer, Exchange } from "../probes/answer.ts";
import { type Classification, classifyShared, sharedOutcome } from "./classification.ts";

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
  const { cause, outcome, ...seen }: Found<string> = kinds[kind].judge(answer, yardstick);
  const code = `${kind}.${cause}` as FindingCode;
  return { code, outcome: outcome ?? sharedOutcome(kind, cause as SharedCause), ...seen };
}

function markSlow(
  kind: ProbeKind,
  found: Classification,
  answer: Answer,
  { slowAfterMs }: Yardstick,
): Classification {
  const matters = found.outcome === "ok" && !kinds[kind].isNews;
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
