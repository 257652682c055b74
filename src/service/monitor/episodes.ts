import type { Store } from "../../incident/store.ts";
import type { Summary } from "../../incident/summary.ts";
import { system } from "../../lib/actor.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import { episode } from "../../monitor/episode/decider.ts";
import type { Around, EpisodeCommand, EpisodeEvent } from "../../monitor/episode/events.ts";
import type { Hold, Part, PartId } from "../../monitor/episode/part.ts";
import type { Episode, EpisodeHistory } from "../../monitor/episode/state.ts";
import { type EpisodeExtra, summariseEpisode } from "../../monitor/episode/summary.ts";
import { episodeStream, monitor, monitorStream } from "../../monitor/record/decider.ts";
import type { MonitorCommand, MonitorEvent } from "../../monitor/record/events.ts";
import type { MonitorState } from "../../monitor/record/state.ts";
import { summariseMonitor } from "../../monitor/record/summary.ts";
import type { MonitorRules } from "../../monitor/rules.ts";
import type { Handled, Request } from "../../record/attempt.ts";
import type { Handle } from "../../record/handle.ts";
import type { Clock } from "../../record/ports.ts";
import type { RecordKind } from "../../record/record-kind.ts";
import type { States } from "../../record/states.ts";

export type EpisodeKind = RecordKind<Episode, EpisodeCommand, EpisodeEvent, null>;
export type MonitorKind = RecordKind<MonitorState, MonitorCommand, MonitorEvent, MonitorRules>;

/** Episodes as the engine handles them. */
export const episodeKind: EpisodeKind = {
  kind: "episode",
  decider: episode,
  rules: null,
  summarise: summariseEpisode,
};

/** Monitoring's own record as the engine handles it. */
export function monitorKind(rules: MonitorRules): MonitorKind {
  return { kind: "monitor", decider: monitor, rules, summarise: summariseMonitor };
}

/** What a source tells when something breaks. `scope` is the drill's incident it belongs to. */
export type Opened = { part: Part; around?: Around; scope?: string };

export type Episodes = {
  /**
   * Opens an episode for something that is wrong, or joins the one it belongs to: that in which it is open already,
   * that in which it was lately, or the one that whatever else broke just now opened. Resolves with its stream when
   * that is on disk. Safe to repeat, and from several processes at once.
   */
  open(opened: Opened): Promise<string>;
  /** Ends what is wrong under this name, wherever it is open. */
  close(id: PartId, endedAt: Instant, options?: { silent?: true; scope?: string }): Promise<void>;
  /** Carries out a command on the episode in which this is open, else was last; does nothing when there is none. */
  onPart(id: PartId, scope: string, command: (id: PartId) => EpisodeCommand, receipt?: string): Promise<void>;
  change(stream: string, command: EpisodeCommand, request: Request): Promise<Handled<Episode, EpisodeEvent>>;
  load(stream: string): Promise<Episode>;
  history(stream: string): Promise<EpisodeHistory>;
  /** Those open now, newest first. */
  listOpen(): Promise<Summary[]>;
};

type Parts = {
  handle: Handle;
  states: States;
  store: Store;
  clock: Clock;
  rules: MonitorRules;
  kind: MonitorKind;
  /** Why nothing is to be told of it now, if so. */
  holdFor(id: PartId): Promise<Hold | undefined>;
  /** What is known besides, where the source does not say. */
  around(): Promise<Around>;
};

const lookedAtMost = 100;

/** Wires the episodes. */
export function createEpisodes(parts: Parts): Episodes {
  const { handle, states, store, clock, rules } = parts;
  const change: Episodes["change"] = (stream, command, request) =>
    handle(episodeKind, stream, command, request);

  async function openOnes(): Promise<Summary[]> {
    return store.summaries({ kind: "episode", open: true, limit: lookedAtMost });
  }

  async function withOpenPart(id: PartId, scope: string): Promise<string | undefined> {
    const open = (await openOnes()).filter((summary) => extraOf(summary).openParts.includes(nameOf(id)));
    return open.find((summary) => extraOf(summary).scope === scope)?.stream;
  }

  /** The episode in which it was last. */
  async function withPartLast(id: PartId, scope: string): Promise<Summary | undefined> {
    const newest = await store.summaries({ kind: "episode", limit: lookedAtMost });
    return newest.find(
      (summary) => extraOf(summary).scope === scope && extraOf(summary).parts.includes(nameOf(id)),
    );
  }

  /** The same, while the notice given then still stands. */
  async function withPartLately(id: PartId, scope: string): Promise<string | undefined> {
    const last = await withPartLast(id, scope);
    if (!last) return undefined;
    const noticeIsFresh = millisecondsBetween(extraOf(last).noticeAt, clock.now()) < rules.flapMs;
    return noticeIsFresh ? last.stream : undefined;
  }

  async function group(scope: string): Promise<string> {
    const { state } = await handle(parts.kind, monitorStream, { type: "group", scope }, { by: system });
    return episodeStream(state.groups[scope]!.episode);
  }

  return {
    change,
    load: async (stream) => (await states.load(episodeKind, stream)).state,
    history: (stream) => states.history(episodeKind, stream),
    listOpen: openOnes,
    async open({ part, around, scope = "" }) {
      const known = await withOpenPart(part, scope);
      if (known) return known;
      const stream = (await withPartLately(part, scope)) ?? (await group(scope));
      const hold = scope ? undefined : await parts.holdFor(part);
      const command: EpisodeCommand = {
        type: "open",
        part,
        around: around ?? (await parts.around()),
        ...(hold && { hold }),
        ...(scope && { drill: scope }),
      };
      await change(stream, command, { by: system });
      return stream;
    },
    async close(id, endedAt, { silent, scope = "" } = {}) {
      const stream = await withOpenPart(id, scope);
      const command: EpisodeCommand = { type: "close", id: idOf(id), endedAt, ...(silent && { silent }) };
      if (stream) await change(stream, command, { by: system });
    },
    async onPart(id, scope, command, receipt) {
      const stream = (await withOpenPart(id, scope)) ?? (await withPartLast(id, scope))?.stream;
      if (stream) await change(stream, command(idOf(id)), { by: system, ...(receipt && { receipt }) });
    },
  };
}

function extraOf({ extra }: Summary): EpisodeExtra {
  return extra as EpisodeExtra;
}

function nameOf({ source, key }: PartId): string {
  return `${source} ${key}`;
}

function idOf({ source, key }: PartId): PartId {
  return { source, key };
}
