import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import type { History, Recorded } from "../../record/decider.ts";
import type { Around, EpisodeEvent, Opening } from "./events.ts";
import { type Hold, isSamePart, type Part, type PartId } from "./part.ts";

type Mark = { at: Instant; by: Actor };

export type ShownPart = Part & {
  endedAt: Instant | null;
  /** Its source was heard no more: nobody knows whether it is over. */
  silent?: true;
  unsteady: { since: Instant; changes: number } | null;
  hold: Hold | null;
};

/** One stretch of trouble, from its first part's beginning to its last part's end. */
export type Episode = {
  /** When it was noticed; null before the first event. */
  openedAt: Instant | null;
  /** In the order they came. */
  parts: ShownPart[];
  around: Around;
  /** The drill it belongs to; null: it is real. */
  drill: string | null;
  /** At some time there was something that nobody had asked to keep quiet about. */
  told: boolean;
  /** Moments at which it was told anew, because it lasted. */
  reminders: { at: Instant; id: PartId; since: Instant; meaning?: string }[];
  notOurs: Mark | null;
  declared: (Mark & { incident: string }) | null;
  gaps: { from: Instant; to: Instant }[];
};

export type EpisodeHistory = History<Episode, EpisodeEvent>;

export const initialEpisode: Episode = {
  openedAt: null,
  parts: [],
  around: { fine: [] },
  drill: null,
  told: false,
  reminders: [],
  notOurs: null,
  declared: null,
  gaps: [],
};

/** The parts that are wrong now. */
export function openParts({ parts }: Episode): ShownPart[] {
  return parts.filter(({ endedAt }) => endedAt === null);
}

/** When it began, as far as is known. */
export function startOf({ parts }: Episode): Instant {
  return parts.reduce((first, { startedAt }) => (startedAt < first ? startedAt : first), parts[0]!.startedAt);
}

/** When it ended; null while something is wrong. */
export function endOf(episode: Episode): Instant | null {
  if (openParts(episode).length > 0) return null;
  return episode.parts.reduce<Instant>((last, { endedAt }) => (endedAt! > last ? endedAt! : last), "");
}

/** Finds the part of that name. */
export function partOf({ parts }: Episode, id: PartId): ShownPart | undefined {
  return parts.find((part) => isSamePart(part, id));
}

/** Folds one event into the episode. */
export function evolveEpisode(episode: Episode, { at, by, event }: Recorded<EpisodeEvent>): Episode {
  switch (event.type) {
    case "episode.opened":
      return { ...withPart(episode, event), openedAt: at, drill: event.drill ?? null };
    case "part.joined":
    case "part.reopened":
      return withPart(episode, event);
    case "part.held":
      return change(episode, event.id, { hold: event.hold });
    case "part.released":
      return toldOf(change(episode, event.id, { hold: null }));
    case "part.reminded": {
      const { id, since, meaning, evidence } = event;
      const reminders = [...episode.reminders, { at, id, since, ...(meaning && { meaning }) }];
      const words = { ...(meaning && { meaning }), ...(evidence && { evidence }) };
      return { ...change(episode, id, words), reminders };
    }
    case "part.unsteady": {
      const { since, changes } = event;
      return change(episode, event.id, { unsteady: { since, changes }, endedAt: null });
    }
    case "part.steady":
      return change(episode, event.id, { unsteady: null, startedAt: event.since });
    case "part.ended":
      return change(episode, event.id, {
        endedAt: event.endedAt,
        unsteady: null,
        ...(event.silent && { silent: true }),
      });
    case "episode.not_ours":
      return { ...episode, notOurs: { at, by } };
    case "episode.declared":
      return { ...episode, declared: { at, by, incident: event.incident } };
    case "episode.gap":
      return { ...episode, gaps: [...episode.gaps, { from: event.from, to: event.to }] };
  }
  // An event of the store's own, as that of a rewrite.
  return episode;
}

/** A part that comes again keeps its place. */
function withPart(
  episode: Episode,
  { part, around, hold = null }: Omit<Opening, "hold"> & { hold?: Hold | null },
): Episode {
  const shown: ShownPart = { ...part, endedAt: null, unsteady: null, hold };
  const others = episode.parts.some((other) => isSamePart(other, part));
  const parts = others
    ? episode.parts.map((other) => (isSamePart(other, part) ? shown : other))
    : [...episode.parts, shown];
  return toldOf({ ...episode, parts, around });
}

function change(episode: Episode, id: PartId, changes: Partial<ShownPart>): Episode {
  return {
    ...episode,
    parts: episode.parts.map((part) => (isSamePart(part, id) ? { ...part, ...changes } : part)),
  };
}

function toldOf(episode: Episode): Episode {
  return { ...episode, told: episode.told || openParts(episode).some(({ hold }) => hold === null) };
}
