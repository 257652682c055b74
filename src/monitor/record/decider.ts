import { millisecondsBetween } from "../../lib/time.ts";
import { type Context, type Decider, type Decision, refuse } from "../../record/decider.ts";
import type { MonitorRules } from "../rules.ts";
import type { MonitorCommand, MonitorEvent } from "./events.ts";
import { evolveMonitor, initialMonitor, type MonitorState, runningMutes } from "./state.ts";

/** The one stream of the record. Its row of work is the lease under which one replica looks. */
export const monitorStream = "MONITOR";

/** The record of monitoring itself: mutes, gaps, and which episode is the newest. */
export const monitor: Decider<MonitorState, MonitorCommand, MonitorEvent, MonitorRules> = {
  initial: initialMonitor,
  decide: decideMonitor,
  evolve: evolveMonitor,
  wakesAt: () => null,
};

/** The longest mute: what is to be quiet for longer is better taken out of the configuration. */
const longestMuteMs = 7 * 24 * 60 * 60_000;
const whyAtMost = 300;

function decideMonitor(
  state: MonitorState,
  command: MonitorCommand,
  context: Context<MonitorRules>,
): Decision<MonitorEvent> {
  switch (command.type) {
    case "begin":
      return { events: state.begunAt ? [] : [{ type: "monitor.begun" }] };
    case "mute":
      return mute(state, command, context);
    case "unmute":
      return unmute(state, command.targets, context);
    case "group":
      return group(state, command.scope, context);
    case "gap":
      return { events: [{ type: "monitor.gap", from: command.from, to: command.to }] };
    case "tick":
      return { events: [] };
  }
}

function mute(
  state: MonitorState,
  { targets, until, why }: MonitorCommand & { type: "mute" },
  { now }: Context<MonitorRules>,
): Decision<MonitorEvent> {
  const lastsMs = millisecondsBetween(now, until);
  if (lastsMs <= 0) return refuse("mute_over", "That time is over already. Say how long, as in “2h”.");
  if (lastsMs > longestMuteMs)
    return refuse("mute_too_long", "At most 7 days. For longer, take it out of the configuration.");
  const name = `M${state.mutesGiven + 1}`;
  return {
    events: [{ type: "monitor.muted", mute: name, targets, until, why: why.trim().slice(0, whyAtMost) }],
  };
}

/** A mute of more than what is named goes as a whole: half of it is not what anybody asked for. */
function unmute(
  state: MonitorState,
  targets: readonly string[] | undefined,
  { now }: Context<MonitorRules>,
): Decision<MonitorEvent> {
  const running = runningMutes(state, now);
  if (running.length === 0) return refuse("nothing_muted", "Nothing is muted.");
  const meant = running.filter(
    (one) => !targets || one.targets === "all" || one.targets.some((name) => targets.includes(name)),
  );
  if (meant.length === 0) return refuse("not_muted", "That is not muted. “unmute” alone ends every mute.");
  return { events: meant.map(({ mute: name }) => ({ type: "monitor.unmuted", mute: name })) };
}

/** No event: it belongs to the newest episode. */
function group(
  state: MonitorState,
  scope: string,
  { now, rules }: Context<MonitorRules>,
): Decision<MonitorEvent> {
  const newest = state.groups[scope];
  if (newest && millisecondsBetween(newest.at, now) < rules.groupMs) return { events: [] };
  return { events: [{ type: "monitor.grouped", episode: state.episodes + 1, scope }] };
}

/** The stream of the episode with this number. */
export function episodeStream(number: number): string {
  return `EP-${number}`;
}

/** Tells whether a stream is an episode. */
export function isEpisode(stream: string): boolean {
  return /^EP-\d+$/.test(stream);
}
