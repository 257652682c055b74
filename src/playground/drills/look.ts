import type { FakeClayControl, FakeClayState } from "../../fake-clay/control.ts";
import { localWebhooks } from "../../fake-clay/world.ts";
import type { Control } from "../slack/control/control.ts";
import type { Fields } from "../slack/workspace/types.ts";

/** A message the bot keeps in Slack, under the name it has in its record ("notification", "walk", …). */
export type Told = { channel: string; ts: string; record: string; name: string; text: string };

/** All that a drill looks at: what the bot shows since the drill began, and how Clay is. */
export type Sight = {
  clay: FakeClayState;
  /** What stands in the table behind the webhook "leads". */
  rows: readonly string[];
  /** Oldest first. */
  told: Told[];
  /** The notification in the channel of the incident declared since, if one was. */
  notification: Told | undefined;
  /** Titles of the canvas and the files in that channel. */
  papers: string[];
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
  const notification = told.findLast(({ name }) => name === "notification");
  return {
    clay: clay.state(),
    rows: clay.rows(localWebhooks.leads),
    told,
    notification,
    papers: papersIn(slack, notification?.channel),
  };
}

function papersIn(slack: Control, channel: string | undefined): string[] {
  if (!channel) return [];
  const canvases = slack.canvases().filter(({ channelId }) => channelId === channel);
  const files = slack.files().filter(({ channels }) => channels.includes(channel));
  return [...canvases, ...files].map(({ title }) => title);
}
