import type { FakeClayControl, FakeClayState } from "../clay/control.ts";
import type { Control } from "../slack/control.ts";
import type { Fields } from "../slack/types.ts";

/** A message the bot keeps in Slack, under the name it has in its record ("notification", "walk", …). */
export type Told = { channel: string; ts: string; record: string; name: string; text: string };

/** All that a drill looks at: what the bot shows since the drill began, and how Clay is. */
export type Sight = {
  clay: FakeClayState;
  /** Oldest first. */
  told: Told[];
  /** The notification in the channel of the incident declared since, if one was. */
  notification: Told | undefined;
};

/** Looks at Slack and Clay. `since`: seconds since 1970, as in a message's ts. */
export function look(slack: Control, clay: FakeClayControl, since: number): Sight {
  const told = slack.channels().flatMap(({ id }) =>
    slack
      .messages(id, { replies: true })
      .filter(({ ts }) => Number(ts) >= since)
      .flatMap(({ ts, text, raw }) => {
        const { stream, key } = ((raw.metadata as Fields | undefined)?.event_payload ?? {}) as Fields;
        return stream ? [{ channel: id, ts, record: String(stream), name: String(key), text }] : [];
      }),
  );
  told.sort((a, b) => Number(a.ts) - Number(b.ts));
  return {
    clay: clay.state(),
    told,
    notification: told.findLast(({ name }) => name === "notification"),
  };
}
