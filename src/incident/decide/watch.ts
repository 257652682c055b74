import { addMinutes, type Instant } from "../../lib/time.ts";
import { nearMoment, say } from "../../lib/words.ts";
import { type Context, type Decision, refuse } from "../../record/decider.ts";
import type { IncidentCommand, StartWatch } from "../commands.ts";
import type { IncidentEvent, WatchGoal } from "../events.ts";
import { figureKind, whyImpossible } from "../figure-kind.ts";
import { requiredTextProblem } from "../limits.ts";
import type { IncidentRules } from "../rules.ts";
import type { Incident, Watch } from "../state.ts";

type Made = Decision<IncidentEvent>;
type Given = Context<IncidentRules>;

const longestWatchMinutes = 7 * 24 * 60;

/** Starts asking for a figure at a rhythm. */
export function startWatch(incident: Incident, command: StartWatch, { now }: Given): Made {
  const { type: _, forMinutes, ...fields } = command;
  const problem = requiredTextProblem("figure to watch", command.what);
  if (problem) return problem;
  const running = incident.watches.find((watch) => !watch.ended && watch.what === command.what);
  if (running)
    return refuse(
      "already_watched",
      `${running.what} is already being watched, every ${running.everyMinutes} minutes.`,
    );
  if (!(command.everyMinutes >= 1 && forMinutes >= command.everyMinutes && forMinutes <= longestWatchMinutes))
    return refuse(
      "watch_out_of_range",
      "A watch asks at most once a minute, at least once, and for at most a week.",
    );
  const watch = `W${incident.watches.length + 1}`;
  return { events: [{ ...fields, type: "watch.started", watch, endsAt: addMinutes(now, forMinutes) }] };
}

/** Records a figure; the first one back at its goal ends the watch. */
export function recordFigure(incident: Incident, id: string, value: number, { now }: Given): Made {
  const watch = incident.watches.find((other) => other.watch === id);
  if (!watch || watch.ended) return watchOver(watch, now);
  if (!Number.isFinite(value)) return refuse("not_a_figure", "A figure is needed, such as 82 or 0.4.");
  const impossible = whyImpossible(figureKind(watch), value);
  if (impossible) return refuse("impossible_figure", impossible);
  const normal = watch.goal ? isReached(watch.goal, value) : null;
  const ended: IncidentEvent[] = normal ? [{ type: "watch.ended", watch: id, reason: "back_to_normal" }] : [];
  return { events: [{ type: "watch.recorded", watch: id, value, normal }, ...ended] };
}

/** Stops asking. */
export function stopWatch(
  incident: Incident,
  command: IncidentCommand & { type: "stop_watch" },
  { now }: Given,
): Made {
  const watch = incident.watches.find((other) => other.watch === command.watch);
  if (!watch || watch.ended) return watchOver(watch, now);
  return { events: [{ type: "watch.ended", watch: command.watch, reason: "stopped" }] };
}

function watchOver(watch: Watch | undefined, now: Instant): Made {
  if (!watch?.ended) return refuse("no_such_watch", "There is no such watch in this incident.");
  return refuse(
    "watch_ended",
    say`${watch.what} is no longer watched, since ${nearMoment(watch.ended.at, now)}.`,
  );
}

function isReached(goal: WatchGoal, value: number): boolean {
  return "atLeast" in goal ? value >= goal.atLeast : value <= goal.atMost;
}
