import { system } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { Hold, PartId } from "../../monitor/episode/part.ts";
import { openParts } from "../../monitor/episode/state.ts";
import { holdFor, occurrenceAt, type QuietSpan, targetOf, type WeeklyWindow } from "../../monitor/quiet.ts";
import { monitorStream } from "../../monitor/record/decider.ts";
import type { Muted } from "../../monitor/record/events.ts";
import { type MonitorState, type Mute, runningMutes } from "../../monitor/record/state.ts";
import type { StatusNews } from "../../monitor/status-news.ts";
import type { Request } from "../../record/attempt.ts";
import type { Refusal } from "../../record/decider.ts";
import type { Handle } from "../../record/handle.ts";
import type { Clock } from "../../record/ports.ts";
import type { States } from "../../record/states.ts";
import type { Episodes, MonitorKind } from "./episodes.ts";

/** Windows of one's own: from a moment to a moment, or weekly. */
export type OwnWindow = QuietSpan | WeeklyWindow;

/** What is looked at and not told. */
export type Quiet = {
  holdFor(id: PartId): Promise<Hold | undefined>;
  /** Takes in what the status page announces. */
  learn(scope: string, news: StatusNews): Promise<void>;
  /** Holds back longer what is held back already, where another reason to goes on. */
  extendHolds(): Promise<void>;
  mute(mute: { targets: Muted; until: Instant; why: string }, request: Request): Promise<Refusal | undefined>;
  unmute(targets: readonly string[] | undefined, request: Request): Promise<Refusal | Mute[]>;
  running(): Promise<{ mutes: Mute[]; windows: QuietSpan[] }>;
  state(): Promise<MonitorState>;
};

type Parts = {
  handle: Handle;
  states: States;
  clock: Clock;
  kind: MonitorKind;
  windows: readonly OwnWindow[];
  /** Whether a target is Clay's, so that Clay's planned work explains what is wrong with it. */
  isOfClay(key: string): boolean;
  episodes: () => Episodes;
};

/** Wires what is not told: mutes in the record, windows of the configuration, work the status page announces. */
export function createQuiet(parts: Parts): Quiet {
  const { handle, states, clock, kind } = parts;
  let announced: StatusNews = { updates: [], planned: [] };
  const state = async () => (await states.load(kind, monitorStream)).state;

  const own = (now: Instant): QuietSpan[] =>
    parts.windows.flatMap((window) => ("days" in window ? (occurrenceAt(window, now) ?? []) : [window]));

  /** Clay's own work explains what is wrong with Clay, and nothing else: no meter waits for it. */
  const spansFor = ({ source }: PartId, target: string, now: Instant): QuietSpan[] =>
    source !== "meter" && parts.isOfClay(target)
      ? [...own(now), ...announced.planned.map(announcedSpan)]
      : own(now);

  async function holdForTarget(id: PartId): Promise<Hold | undefined> {
    const target = targetOf(id);
    const now = clock.now();
    return holdFor(target, { state: await state(), spans: spansFor(id, target, now), now });
  }

  /** What is open is held back, or told, as the mutes now say. */
  async function applyTo(change: "hold" | "release"): Promise<void> {
    const episodes = parts.episodes();
    for (const { stream, drill } of await episodes.listOpen()) {
      if (drill) continue;
      for (const { source, key, hold } of openParts(await episodes.load(stream))) {
        const id = { source, key };
        const wanted = await holdForTarget(id);
        if (wanted && change === "hold" && wanted.until > (hold?.until ?? ""))
          await episodes.change(stream, { type: "hold", id, hold: wanted }, { by: system });
        if (!wanted && hold) await episodes.change(stream, { type: "release", id }, { by: system });
      }
    }
  }

  return {
    state,
    holdFor: holdForTarget,
    async learn(scope, news) {
      if (scope === "") announced = news;
    },
    extendHolds: () => applyTo("hold"),
    async mute(mute, request) {
      const muted = await handle(kind, monitorStream, { type: "mute", ...mute }, request);
      if (muted.outcome === "refused") return muted.refusal;
      await applyTo("hold");
      return undefined;
    },
    async unmute(targets, request) {
      const before = runningMutes(await state(), clock.now());
      const unmuted = await handle(
        kind,
        monitorStream,
        { type: "unmute", ...(targets && { targets }) },
        request,
      );
      if (unmuted.outcome === "refused") return unmuted.refusal;
      await applyTo("release");
      const left = runningMutes(unmuted.state, clock.now());
      return before.filter(({ mute }) => !left.some((other) => other.mute === mute));
    },
    async running() {
      const now = clock.now();
      const isNow = ({ from, to }: QuietSpan) => from <= now && now < to;
      const windows = [...own(now), ...announced.planned.map(announcedSpan)].filter(isNow);
      return { mutes: runningMutes(await state(), now), windows };
    },
  };
}

function announcedSpan({ what, from, to }: StatusNews["planned"][number]): QuietSpan {
  return { what: `Clay announced: ${what}`, from, to };
}
