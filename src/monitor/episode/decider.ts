import { earliest, type Instant } from "../../lib/time.ts";
import { nearMoment, say } from "../../lib/words.ts";
import { type Context, type Decider, type Decision, refuse } from "../../record/decider.ts";
import type { EpisodeCommand, EpisodeEvent } from "./events.ts";
import type { PartId } from "./part.ts";
import { type Episode, evolveEpisode, initialEpisode, openParts, partOf, type ShownPart } from "./state.ts";

/** The record of one episode: what is wrong, as its sources tell it, and what people make of it. */
export const episode: Decider<Episode, EpisodeCommand, EpisodeEvent, null> = {
  initial: initialEpisode,
  decide: decideEpisode,
  evolve: evolveEpisode,
  wakesAt: (state) => earliest(...openParts(state).map(({ hold }) => hold?.until)),
};

const nothing = { events: [] };

function decideEpisode(
  state: Episode,
  command: EpisodeCommand,
  context: Context<null>,
): Decision<EpisodeEvent> {
  if (command.type === "open") return open(state, command);
  if (!state.openedAt)
    return refuse("no_such_episode", "This message is no longer kept. Run triage instead.");
  switch (command.type) {
    case "close":
      return onOpen(state, command.id, () => ({ ...command, type: "part.ended" }));
    case "remind":
      return onOpen(state, command.id, () => ({ ...command, type: "part.reminded" }));
    case "unsteady":
      return partOf(state, command.id) ? { events: [{ ...command, type: "part.unsteady" }] } : nothing;
    case "steady":
      return onOpen(state, command.id, ({ unsteady }) => unsteady && { ...command, type: "part.steady" });
    case "hold":
      return onOpen(
        state,
        command.id,
        ({ hold }) => hold?.until !== command.hold.until && { ...command, type: "part.held" },
      );
    case "release":
      return onOpen(state, command.id, ({ hold }) => hold && { ...command, type: "part.released" });
    case "not_ours":
      return notOurs(state, context);
    case "declared":
      return declared(state, command.incident, context);
    case "gap":
      return openParts(state).length > 0 ? { events: [{ ...command, type: "episode.gap" }] } : nothing;
    case "tick":
      return { events: released(state, context.now) };
  }
}

/** The same thing told twice is one: by a repeated signal, or by a look made again after a crash. */
function open(
  state: Episode,
  { part, around, hold, drill }: EpisodeCommand & { type: "open" },
): Decision<EpisodeEvent> {
  const opening = { part, around, ...(hold && { hold }) };
  if (!state.openedAt) return { events: [{ type: "episode.opened", ...opening, ...(drill && { drill }) }] };
  const known = partOf(state, part);
  if (!known) return { events: [{ type: "part.joined", ...opening }] };
  return known.endedAt === null ? nothing : { events: [{ type: "part.reopened", ...opening }] };
}

function onOpen(
  state: Episode,
  id: PartId,
  event: (part: ShownPart) => EpisodeEvent | false | null,
): Decision<EpisodeEvent> {
  const part = partOf(state, id);
  const found = part?.endedAt === null && event(part);
  return found ? { events: [found] } : nothing;
}

function notOurs(
  { notOurs: first, declared: into }: Episode,
  { now }: Context<null>,
): Decision<EpisodeEvent> {
  if (into) return refuse("already_declared", say`${into.by} declared ${into.incident} from this.`);
  if (!first) return { events: [{ type: "episode.not_ours" }] };
  return refuse("already_not_ours", say`${first.by} said so at ${nearMoment(first.at, now)}.`);
}

function declared(
  { declared: first }: Episode,
  incident: string,
  { now }: Context<null>,
): Decision<EpisodeEvent> {
  if (!first) return { events: [{ type: "episode.declared", incident }] };
  if (first.incident === incident) return nothing;
  return refuse(
    "already_declared",
    say`${first.by} already declared ${first.incident} from this at ${nearMoment(first.at, now)}.`,
  );
}

function released(state: Episode, now: Instant): EpisodeEvent[] {
  return openParts(state)
    .filter(({ hold }) => hold && hold.until <= now)
    .map(({ source, key }) => ({ type: "part.released", id: { source, key } }));
}
