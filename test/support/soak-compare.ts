import type { IncidentEvent } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { addMinutes, type Instant } from "../../src/lib/time.ts";
import { historyOf, type Recorded } from "../../src/record/decider.ts";
import type { StoredEvent } from "../../src/record/ports.ts";
import { openStore } from "../../src/store/open-store.ts";
import { askOf } from "../../src/telling/note-words.ts";
import { reminders } from "../../src/telling/reminders.ts";
import type { Rig } from "./bot.ts";
import { beginCount } from "./kill-compare.ts";

/** Something acknowledged: what the record must hold once, and what the channel must say once. */
export type Act = { title: string; what: string; event: (event: StoredEvent) => boolean; told?: string };

/** What acting came to, beside what it should have come to. */
export type Compared = {
  lost: string[];
  doubled: string[];
  /** Reminders that came more than two minutes after they were due, and how late the latest was, in minutes. */
  late: { count: number; worstMinutes: number };
};

/** Compares what was acknowledged with the record and with what Slack shows. */
export async function compare(rig: Rig, acts: Act[]): Promise<Compared> {
  const { lost, doubled, count } = beginCount(rig);
  const late = { count: 0, worstMinutes: 0 };
  const store = await openStore<Summary>({ file: rig.stateFile });
  try {
    const summaries = await store.summaries({ kind: "incident", limit: 10_000 });
    for (const [title, own] of Map.groupBy(acts, (act) => act.title)) {
      const [summary, ...more] = summaries.filter((other) => other.title === title);
      count(`the incident ${title}`, summary ? 1 + more.length : 0);
      if (!summary) continue;
      // Also one that was opened and then forgotten bears the title in its name.
      count(
        `the channel of ${title}`,
        rig.control.channels().filter(({ name }) => name.includes(title)).length,
      );
      const stream = await store.load(summary.stream);
      const messages = rig.control.messages(summary.channelId ?? "");
      for (const { what, event, told } of own) {
        count(`${what} in the record of ${title}`, stream.filter((recorded) => event(recorded.event)).length);
        const lines = messages.filter(({ text }) => told && text.includes(told) && isFeed(text));
        if (told) count(`${what} in the channel of ${title}`, lines.length);
      }
      const missing = unsaid(stream as Recorded<IncidentEvent>[], messages);
      lost.push(...missing.map((what) => `${what} in the channel of ${title}`));
      for (const { at, event } of stream.filter(({ event }) => event.late === true)) {
        late.count += 1;
        if (typeof event.dueAt !== "string") continue;
        late.worstMinutes = Math.max(late.worstMinutes, (Date.parse(at) - Date.parse(event.dueAt)) / 60_000);
      }
    }
  } finally {
    await store.close();
  }
  return { lost, doubled, late };
}

function isFeed(text: string): boolean {
  return !text.includes("*Actions taken*") && !text.startsWith("Said ") && !text.startsWith("*Timeline");
}

/** Kills and Slack's troubles hold a reminder up for less than this. */
const saidWithinMinutes = 5;

/** Reminders that waited for an answer for some minutes, and that nobody was reminded of. */
function unsaid(
  stream: Recorded<IncidentEvent>[],
  messages: ReturnType<Rig["control"]["messages"]>,
): string[] {
  const keys = new Set(
    messages.map(({ raw }) => (raw.metadata as { event_payload?: { key?: string } })?.event_payload?.key),
  );
  return stream
    .filter(({ event, version }) => askOf(event) !== null && !keys.has(`reminder:${version}`))
    .filter(({ at, version }) => waits(version, upTo(addMinutes(at, saidWithinMinutes), stream)))
    .map(({ event, version }) => `the reminder ${version} (${event.type})`);
}

function upTo(moment: Instant, stream: Recorded<IncidentEvent>[]): Recorded<IncidentEvent>[] {
  return stream.filter(({ at }) => at <= moment);
}

function waits(version: number, stream: Recorded<IncidentEvent>[]): boolean {
  const reminder = reminders(historyOf(incident, stream)).find((one) => one.version === version);
  return reminder?.outcome === null && reminder.to === null;
}
