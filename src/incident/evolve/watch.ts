import type { ByType } from "../../record/by-type.ts";
import type { WatchEvent } from "../events.ts";
import type { Incident, Mark, Watch } from "../state.ts";

/** Of a watch that lasts a week the state keeps the last few figures: it is folded thousands of times. */
const figuresKept = 5;

/** Folds what happened to the incident's watches. */
export const foldWatch: ByType<WatchEvent, [Incident, Mark], Incident> = {
  "watch.started": ({ type: _, ...fields }, incident, { at }) => {
    const started: Watch = {
      ...fields,
      startedAt: at,
      askedAt: null,
      figures: [],
      figureCount: 0,
      ended: null,
    };
    return { ...incident, watches: [...incident.watches, started] };
  },
  "watch.asked": ({ watch }, incident, { at }) => withWatch(incident, watch, () => ({ askedAt: at })),
  "watch.recorded": ({ watch, value, normal }, incident, mark) =>
    withWatch(incident, watch, ({ figures, figureCount }) => ({
      figures: [...figures.slice(1 - figuresKept), { ...mark, value, normal }],
      figureCount: figureCount + 1,
    })),
  "watch.ended": ({ watch, reason }, incident, { at }) =>
    withWatch(incident, watch, () => ({ ended: { at, reason } })),
};

function withWatch(incident: Incident, id: string, change: (watch: Watch) => Partial<Watch>): Incident {
  const watches = incident.watches.map((one) => (one.watch === id ? { ...one, ...change(one) } : one));
  return { ...incident, watches };
}
