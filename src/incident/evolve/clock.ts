import type { ByType } from "../../record/by-type.ts";
import type { ClockEvent } from "../events.ts";
import type { Incident, Mark, Promised } from "../state.ts";

/** Folds what the response and update clocks said, or were told. */
export const foldClock: ByType<ClockEvent, [Incident, Mark], Incident> = {
  "response.nudged": (_, incident, { at }) => ({
    ...incident,
    response: incident.response && { ...incident.response, nudgedAt: at },
  }),
  "response.escalated": ({ target }, incident, { at }) => {
    const { response, called } = incident;
    const isNew = target?.kind === "contact" && !called.includes(target.id);
    return {
      ...incident,
      response: response && {
        ...response,
        calls: response.calls + 1,
        firstCalledAt: response.firstCalledAt ?? at,
      },
      called: isNew ? [...called, target.id] : called,
    };
  },
  "update.nudged": (_, incident) => promised(incident, { nudged: true }),
  "update.overdue": ({ count }, incident, { at }) => promised(incident, { overdueCount: count, saidAt: at }),
  "reminder.snoozed": ({ until }, incident) => promised(incident, { snoozedUntil: until }),
  "reminder.dismissed": (_, incident, mark) => promised(incident, { dismissed: mark }),
};

function promised(incident: Incident, change: Partial<Promised>): Incident {
  return { ...incident, promised: incident.promised && { ...incident.promised, ...change } };
}
