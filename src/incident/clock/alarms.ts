import { addMinutes, earliest, type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { IncidentEvent } from "../events.ts";
import type { IncidentRules } from "../rules.ts";
import {
  type ActionItem,
  type Incident,
  isOpen,
  type Promised,
  type Response,
  type Watch,
} from "../state.ts";

/** Said once when due, and twice more. */
export const overdueAtMost = 3;

/** Later than this, the bot was not there in time and says so. */
const lateAfterMs = 2 * 60_000;

/** Something to bring about at a moment. What it brings about takes the alarm away. */
type Alarm = { at: Instant; ring(late: boolean, rules: IncidentRules): IncidentEvent };

/** When the incident next wants a tick; null: not by itself. */
export function wakesAt(incident: Incident): Instant | null {
  return earliest(...alarms(incident).map((alarm) => alarm.at));
}

/** What has fallen due by now, each thing once, however long ago; a day of downtime leaves no flood. */
export function dueEvents(incident: Incident, now: Instant, rules: IncidentRules): IncidentEvent[] {
  const due = alarms(incident).filter((alarm) => alarm.at <= now);
  const events = due.map((alarm) => alarm.ring(millisecondsBetween(alarm.at, now) > lateAfterMs, rules));
  return events.filter((event) => !events.some((other) => supersedes(other, event)));
}

/** Whoever is called need not be nudged as well; a watch that ends need not be asked for a last figure. */
function supersedes(one: IncidentEvent, other: IncidentEvent): boolean {
  if (one.type === "response.escalated") return other.type === "response.nudged";
  if (one.type === "update.overdue") return other.type === "update.nudged";
  return one.type === "watch.ended" && other.type === "watch.asked" && one.watch === other.watch;
}

function alarms(incident: Incident): Alarm[] {
  return [...openAlarms(incident), ...archiveAlarm(incident), ...incident.actionItems.flatMap(itemAlarm)];
}

/** Where nobody can hear them, clocks keep silent: no channel any more, or resolved. */
function openAlarms(incident: Incident): Alarm[] {
  if (!isOpen(incident) || incident.channelLost !== null || incident.archived) return [];
  return [
    ...(incident.lead === null && incident.response ? responseAlarms(incident.response, incident.drill) : []),
    ...(incident.promised ? updateAlarms(incident.promised) : []),
    ...incident.watches.filter((watch) => !watch.ended).flatMap(watchAlarms),
  ];
}

/** A drill runs its clock like any other, but calls nobody. */
function responseAlarms(clock: Response, isDrill: boolean): Alarm[] {
  const escalate = (late: boolean, rules: IncidentRules): IncidentEvent => {
    const target = isDrill ? null : (rules.escalation[clock.calls] ?? null);
    return { type: "response.escalated", step: clock.calls + 1, target, late };
  };
  if (clock.calls === 0) {
    const nudge: Alarm[] =
      clock.nudgeAt && !clock.nudgedAt
        ? [{ at: clock.nudgeAt, ring: (late) => ({ type: "response.nudged", late }) }]
        : [];
    return [...nudge, { at: clock.callAt, ring: escalate }];
  }
  if (clock.calls > 1 || clock.againAfterMinutes === null || !clock.firstCalledAt) return [];
  return [{ at: addMinutes(clock.firstCalledAt, clock.againAfterMinutes), ring: escalate }];
}

function updateAlarms(promised: Promised): Alarm[] {
  const { dueAt, overdueCount, saidAt, snoozedUntil } = promised;
  if (promised.dismissed || overdueCount >= overdueAtMost) return [];
  const next = saidAt ? addMinutes(saidAt, promised.overdueEveryMinutes) : dueAt;
  const overdue: Alarm = {
    at: laterOf(next, snoozedUntil),
    ring: (late) => ({ type: "update.overdue", dueAt, count: overdueCount + 1, late }),
  };
  if (promised.nudged || overdueCount > 0) return [overdue];
  const nudge: Alarm = {
    at: laterOf(promised.nudgeAt, snoozedUntil),
    ring: (late) => ({ type: "update.nudged", dueAt, late }),
  };
  return [nudge, overdue];
}

function watchAlarms({ watch, startedAt, askedAt, everyMinutes, endsAt }: Watch): Alarm[] {
  return [
    {
      at: addMinutes(askedAt ?? startedAt, everyMinutes),
      ring: (late) => ({ type: "watch.asked", watch, late }),
    },
    { at: endsAt, ring: () => ({ type: "watch.ended", watch, reason: "time_is_up" }) },
  ];
}

function archiveAlarm({ offerArchiveAt, archiveOffered, archived, channel, channelLost }: Incident): Alarm[] {
  if (!offerArchiveAt || archiveOffered || archived || !channel || channelLost !== null) return [];
  return [{ at: offerArchiveAt, ring: () => ({ type: "archive.offered" }) }];
}

function itemAlarm({ item, dueAt, closed, reminded }: ActionItem): Alarm[] {
  if (!dueAt || closed || reminded) return [];
  return [{ at: dueAt, ring: (late) => ({ type: "action_item.reminded", item, late }) }];
}

function laterOf(due: Instant, notBefore: Instant | null): Instant {
  return notBefore && notBefore > due ? notBefore : due;
}
