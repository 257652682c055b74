import type { ByType } from "../../record/by-type.ts";
import type { CaptureEvent, MessageSource } from "../events.ts";
import { type Entry, type Incident, isSame, isSamePerson, type Mark } from "../state.ts";

/** Folds what happened to captured messages. */
export const foldCapture: ByType<CaptureEvent, [Incident, Mark], Incident> = {
  "entry.added": ({ type: _, ...fields }, incident, { by, at }) => {
    const entry: Entry = { ...fields, backers: [by], addedAt: at };
    return { ...incident, entries: [...without(incident.entries, fields.source), entry] };
  },
  "entry.backed": ({ source }, incident, { by }) =>
    withEntry(incident, source, ({ backers }) => ({ backers: [...backers, by] })),
  "entry.backing_withdrawn": ({ source }, incident, { by }) =>
    withEntry(incident, source, ({ backers }) => ({
      backers: backers.filter((backer) => !isSamePerson(backer, by)),
    })),
  "entry.edited": ({ source, text }, incident) => withEntry(incident, source, () => ({ text })),
  "entry.removed": ({ source }, incident) => ({ ...incident, entries: without(incident.entries, source) }),
};

function without(entries: Entry[], source: MessageSource): Entry[] {
  return entries.filter((entry) => !isSame(entry.source, source));
}

function withEntry(
  incident: Incident,
  source: MessageSource,
  change: (entry: Entry) => Partial<Entry>,
): Incident {
  const entries = incident.entries.map((entry) =>
    isSame(entry.source, source) ? { ...entry, ...change(entry) } : entry,
  );
  return { ...incident, entries };
}
