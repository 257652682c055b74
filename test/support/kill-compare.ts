import type { Summary } from "../../src/incident/summary.ts";
import type { StoredEvent } from "../../src/record/ports.ts";
import { openStore } from "../../src/store/open-store.ts";
import { type IncidentChannel, nameOf } from "./acts.ts";
import type { Rig } from "./bot.ts";

/**
 * Something that was acknowledged: what the record must hold once, and what the incident's channel and the thread of
 * its announcement must say once.
 */
export type Act = {
  title: string;
  what: string;
  event: (event: StoredEvent) => boolean;
  told?: string;
  announced?: string;
};

export type Compared = {
  /** What was acknowledged and is not there: in the record, or in Slack. */
  lost: string[];
  /** What is there more than once. */
  doubled: string[];
};

/** Takes down how often something is there that is to be there once. */
type Count = (what: string, times: number) => void;

/** Begins a comparison with what Slack itself shows to be doubled. */
export function beginCount(rig: Rig): Pick<Compared, "lost" | "doubled"> & { count: Count } {
  const lost: string[] = [];
  const doubled = [...doubledChannels(rig), ...doubledMessages(rig)];
  return {
    lost,
    doubled,
    count(what, times) {
      if (times === 0) lost.push(what);
      if (times > 1) doubled.push(`${what}: ${times} times`);
    },
  };
}

/** Compares what was acknowledged, of incidents all resolved in the end, with the record and with what Slack shows. */
export async function compare(rig: Rig, acts: Act[]): Promise<Compared> {
  const { lost, doubled, count } = beginCount(rig);
  const store = await openStore<Summary>({ file: rig.stateFile });
  try {
    const summaries = await store.summaries({ kind: "incident", limit: 10_000 });
    for (const [title, own] of Map.groupBy(acts, (act) => act.title)) {
      const [summary, ...more] = summaries.filter((other) => other.title === title);
      count(`the incident "${title}"`, summary ? 1 + more.length : 0);
      if (!summary) continue;
      const events = (await store.load(summary.stream)).map(({ event }) => event);
      for (const { what, event } of own)
        count(`${what} in the record of "${title}"`, events.filter(event).length);
      const channel = rig.control.channels().find(({ id }) => id === summary.channelId);
      count(`the channel of "${title}"`, channel ? 1 : 0);
      if (channel) countInSlack(rig, { channel, title, own, count });
    }
  } finally {
    await store.close();
  }
  return { lost, doubled };
}

/** Everything Slack shows of one incident, which is resolved. */
function countInSlack(
  { control }: Rig,
  { channel, title, own, count }: { channel: IncidentChannel; title: string; own: Act[]; count: Count },
): void {
  const name = nameOf(channel);
  const said = control.messages(channel.id);
  for (const { what, told } of own)
    if (told) count(`${what} in the channel of "${title}"`, said.filter(isTold(told)).length);
  const notifications = said.filter(isNotification(name));
  count(`the notification of "${title}"`, notifications.length);
  count(`the notification's last state in "${title}"`, notifications.filter(isResolved(title)).length);

  const announcements = control.messages("incidents").filter(isAnnouncement(name));
  count(`the announcement of "${title}"`, announcements.length);
  count(`the announcement's last state of "${title}"`, announcements.filter(isResolved(title)).length);
  const replies = announcements.flatMap(({ ts }) => control.messages("incidents", { threadTs: ts }).slice(1));
  for (const { what, announced } of own)
    if (announced)
      count(`${what} under the announcement of "${title}"`, replies.filter(isTold(announced)).length);
  const origins = control.messages("general").filter(({ text }) => text.includes(`declared ${name} `));
  count(`the line where "${title}" was declared`, origins.length);

  count(`the pin of "${title}"`, channel.pins.filter((ts) => ts === notifications[0]?.ts).length);
  for (const [link, alike] of Map.groupBy(channel.bookmarks, (bookmark) => bookmark.title))
    count(`the bookmark "${link}" of "${title}"`, alike.length);
  count(`the bookmarks of "${title}"`, Math.floor(channel.bookmarks.length / bookmarksExpected));
  count(`the topic of "${title}"`, channel.topic.startsWith("P1 · Resolved · ") ? 1 : 0);
  count(`the lead in "${title}"`, channel.members.filter((id) => id === control.user("lead").id).length);
}

/** Clay's billing, status page and support. */
const bookmarksExpected = 3;

type Said = { text: string };

function isTold(words: string): (message: Said) => boolean {
  return ({ text }) =>
    text.includes(words) && !text.includes("*Actions taken*") && !text.startsWith("*Timeline");
}

function isNotification(name: string): (message: Said) => boolean {
  return ({ text }) => text.startsWith(`${name} · `) && text.includes("*Actions taken*");
}

function isAnnouncement(name: string): (message: Said) => boolean {
  return ({ text }) => text.includes(`${name} · P`) && text.includes("*How bad*");
}

function isResolved(title: string): (message: Said) => boolean {
  return ({ text }) => text.includes("Resolved") && text.includes(`Resolution of ${title}.`);
}

/** Channels of the bot for the same incident, also those it knows nothing of; one that was left behind has another name. */
function doubledChannels({ control }: Pick<Rig, "control">): string[] {
  const own = control.channels().filter(({ creator }) => creator === control.bot().userId);
  const numbered = Map.groupBy(own, ({ name }) => /^inc-\d{8}-(\d+)-/.exec(name)?.[1]);
  return [...numbered]
    .filter(([number, channels]) => number && channels.length > 1)
    .map(([number, channels]) => `the channel of INC-${number}: ${channels.length} times`);
}

/** Messages of the bot that bear the same name in the same place. */
export function doubledMessages(rig: Pick<Rig, "control">): string[] {
  const seen = new Map<string, number>();
  for (const { id, name } of rig.control.channels()) {
    const threads = rig.control.messages(id).filter(({ raw }) => raw.reply_count);
    const replies = threads.flatMap(({ ts }) => rig.control.messages(id, { threadTs: ts }).slice(1));
    const all = new Map([...rig.control.messages(id), ...replies].map((message) => [message.ts, message]));
    for (const { raw } of all.values()) {
      const { event_payload } = (raw.metadata ?? {}) as { event_payload?: { stream: string; key: string } };
      if (!event_payload) continue;
      const key = `${event_payload.stream} ${event_payload.key} in ${name || id}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  }
  return [...seen]
    .filter(([, times]) => times > 1)
    .map(([key, times]) => `the message ${key}: ${times} times`);
}
