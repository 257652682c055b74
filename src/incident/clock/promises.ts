import { addMilliseconds, addMinutes, type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { Severity } from "../../runbook/severity.ts";
import type { ResponseClock, UpdateClock } from "../events.ts";
import type { IncidentRules } from "../rules.ts";
import { middleOf, nextBusinessDay } from "./business-hours.ts";

/** Nobody needs a reminder longer ahead than this. */
const nudgeAheadMs = 10 * 60_000;

/**
 * When someone must lead an incident of this severity detected (or reopened) at `since`. What that would have called
 * for before now is called for now: nobody could have known.
 */
export function responseClock(
  severity: Severity,
  since: Instant,
  now: Instant,
  rules: IncidentRules,
): ResponseClock {
  const { nudgeAt, respondBy, nextAt } = responseMoments(severity, since, rules);
  const hasNext = rules.escalation.length > 1;
  return {
    respondBy,
    nudgeAt: nudgeAt > now ? nudgeAt : null,
    callAt: respondBy > now ? respondBy : now,
    againAfterMinutes: hasNext ? millisecondsBetween(respondBy, nextAt) / 60_000 : null,
  };
}

type ResponseMoments = { nudgeAt: Instant; respondBy: Instant; nextAt: Instant };

function responseMoments(severity: Severity, since: Instant, rules: IncidentRules): ResponseMoments {
  const limit = rules.respondWithin[severity];
  if (limit === "next_business_day") {
    const day = nextBusinessDay(since, rules.businessHours);
    const next = nextBusinessDay(day.closesAt, rules.businessHours);
    return { nudgeAt: middleOf(day), respondBy: day.closesAt, nextAt: next.opensAt };
  }
  const [half, whole, more] = [0.5, 1, 1.5].map((part) => addMinutes(since, limit.minutes * part));
  return { nudgeAt: half!, respondBy: whole!, nextAt: more! };
}

/** The promise of an update at `dueAt`, made now. */
export function updateClock(now: Instant, dueAt: Instant): UpdateClock {
  const window = millisecondsBetween(now, dueAt);
  return {
    nudgeAt: addMilliseconds(dueAt, -Math.min(nudgeAheadMs, window / 3)),
    dueAt,
    overdueEveryMinutes: Math.max(5, window / 120_000),
  };
}

/** The promise that comes with the severity; null when it promises none. */
export function usualUpdateClock(severity: Severity, now: Instant, rules: IncidentRules): UpdateClock | null {
  const minutes = rules.updateEveryMinutes[severity];
  return minutes === null ? null : updateClock(now, addMinutes(now, minutes));
}
