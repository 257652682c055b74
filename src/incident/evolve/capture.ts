import type { CaptureEvent } from "../events.ts";
import { type Entry, isSame, isSamePerson, type Mark } from "../state.ts";

/** Folds what happened to captured messages. */
export function evolveCapture(entries: Entry[], event: CaptureEvent, mark: Mark): Entry[] {
  switch (event.type) {
    case "entry.added": {
      const { type: _, ...fields } = event;
      const others = entries.filter((entry) => !isSame(entry.source, event.source));
      return [...others, { ...fields, backers: [mark.by], addedAt: mark.at }];
    }
    case "entry.removed":
      return entries.filter((entry) => !isSame(entry.source, event.source));
    default:
      return entries.map((entry) =>
        isSame(entry.source, event.source) ? changed(entry, event, mark) : entry,
      );
  }
}

function changed(
  entry: Entry,
  event: Exclude<CaptureEvent, { type: "entry.added" | "entry.removed" }>,
  { by }: Mark,
): Entry {
  switch (event.type) {
    case "entry.backed":
      return { ...entry, backers: [...entry.backers, by] };
    case "entry.backing_withdrawn":
      return { ...entry, backers: entry.backers.filter((backer) => !isSamePerson(backer, by)) };
    case "entry.edited":
      return { ...entry, text: event.text };
  }
}
