import type { ClockEvent } from "../events.ts";
import type { Incident, Mark } from "../state.ts";

/** Folds what the response and update clocks said, or were told. */
export function evolveClock(incident: Incident, event: ClockEvent, mark: Mark): Incident {
  const { response, promised } = incident;
  const { at } = mark;
  switch (event.type) {
    case "response.nudged":
      return { ...incident, response: response && { ...response, nudgedAt: at } };
    case "response.escalated": {
      const called = response && {
        ...response,
        calls: response.calls + 1,
        firstCalledAt: response.firstCalledAt ?? at,
      };
      const { target } = event;
      if (target?.kind !== "contact" || incident.called.includes(target.id))
        return { ...incident, response: called };
      return { ...incident, response: called, called: [...incident.called, target.id] };
    }
    case "update.nudged":
      return { ...incident, promised: promised && { ...promised, nudged: true } };
    case "update.overdue":
      return { ...incident, promised: promised && { ...promised, overdueCount: event.count, saidAt: at } };
    case "reminder.snoozed":
      return { ...incident, promised: promised && { ...promised, snoozedUntil: event.until } };
    case "reminder.dismissed":
      return { ...incident, promised: promised && { ...promised, dismissed: mark } };
  }
}
