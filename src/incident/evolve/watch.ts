import type { WatchEvent } from "../events.ts";
import type { Mark, Watch } from "../state.ts";

/** Folds what happened to the incident's watches. */
export function evolveWatch(watches: Watch[], event: WatchEvent, mark: Mark): Watch[] {
  if (event.type === "watch.started") {
    const { type: _, ...fields } = event;
    return [...watches, { ...fields, startedAt: mark.at, askedAt: null, figures: [], ended: null }];
  }
  return watches.map((watch) => (watch.watch === event.watch ? changed(watch, event, mark) : watch));
}

function changed(watch: Watch, event: Exclude<WatchEvent, { type: "watch.started" }>, mark: Mark): Watch {
  switch (event.type) {
    case "watch.asked":
      return { ...watch, askedAt: mark.at };
    case "watch.recorded":
      return { ...watch, figures: [...watch.figures, { ...mark, value: event.value, normal: event.normal }] };
    case "watch.ended":
      return { ...watch, ended: { at: mark.at, reason: event.reason } };
  }
}
