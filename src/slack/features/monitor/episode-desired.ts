import type { Episode, EpisodeHistory } from "../../../monitor/episode/state.ts";
import type { Slot } from "../../deliver/slots.ts";
import { reminderLine, renderEpisode } from "./episode-render.ts";

const messageSlot = "episode";

/**
 * An episode shows as one message, edited in place: in the channel of monitoring, or in that of the drill it belongs
 * to. What was muted from its beginning to its end shows nowhere.
 */
export function desiredEpisode(stream: string, history: EpisodeHistory, channel: string | undefined): Slot[] {
  const { state, events } = history;
  const last = events.at(-1);
  if (!last || !channel || !state.told) return [];
  const content = renderEpisode(stream, state, last.at);
  return [
    { kind: "message", slot: messageSlot, to: { channel }, content },
    {
      kind: "feed",
      slot: "again",
      to: { channel },
      inThreadOf: messageSlot,
      broadcast: true,
      latest: events.findLast(({ event }) => event.type === "part.reminded")?.version ?? 0,
      lines: (after) =>
        [...history.chapters(after)].flatMap(({ recorded: { version, event }, state: then }) =>
          event.type === "part.reminded" ? [{ version, text: reminderLine(then, lastReminder(then)) }] : [],
        ),
    },
  ];
}

function lastReminder({ reminders }: Episode) {
  return reminders.at(-1)!;
}
