import type { MadePromise } from "../../figures/promises.ts";
import type { IncidentEvent } from "../../incident/events.ts";
import { type Incident, incidentName } from "../../incident/state.ts";
import { statusText } from "../../incident/status-text.ts";
import { addMinutes, type Instant } from "../../lib/time.ts";
import type { Recorded } from "../../record/decider.ts";
import { redactEvents } from "../../redaction/records.ts";
import { storyOf } from "../postmortem.ts";
import { leadStints } from "../sections/lead-stints.ts";
import type { Story } from "../sections/story.ts";
import type { Bar, PictureMark } from "./marks.ts";
import { describePicture } from "./picture-text.ts";
import { probeLanes } from "./probe-lanes.ts";

/** The incident on one time axis, as data. `alt` says in words what it shows. */
export type Picture = {
  title: string;
  subtitle: string;
  from: Instant;
  until: Instant;
  /** null while it is open. */
  resolvedAt: Instant | null;
  /** From top to bottom. */
  lanes: string[];
  bars: Bar[];
  marks: PictureMark[];
  alt: string;
};

/** An incident of a minute is drawn on an axis as long as this. */
const shortestAxisMinutes = 10;

/** Lays out the picture of a record that begins with a declaration. Every text in it is redacted. */
export function picture(
  stream: readonly Recorded<IncidentEvent>[],
  { now, redact }: { now: Instant; redact: (text: string) => string },
): Picture {
  const story = storyOf(redactEvents(stream, redact), now);
  const { incident } = story;
  const from = [incident.detectedAt, incident.declared.at].sort()[0]!;
  const until = [incident.resolved?.at ?? now, addMinutes(from, shortestAxisMinutes)].sort()[1]!;
  const end = incident.resolved?.at ?? now;
  const bars = [...severityBars(incident, end), ...statusBars(incident, end), ...leadBars(story, end)];
  const marks = marksOf(story, end).filter(({ at }) => at <= until);
  const used = new Set([...bars, ...marks].map(({ lane }) => lane));
  const lanes = [...fixedLanes, ...probeLanes(story.stream).map(({ lane }) => lane)];
  return {
    title: `${incident.drill ? "DRILL " : ""}${incidentName(incident.number)} · ${incident.title}`,
    ...describePicture(story, end),
    from,
    until,
    resolvedAt: incident.resolved?.at ?? null,
    lanes: lanes.filter((lane) => used.has(lane)),
    bars,
    marks,
  };
}

// Promises of both kinds often fall due in the same moment, so each kind has a lane of its own.
const promiseLanes = { response: "Response in time", update: "Updates in time" };

const fixedLanes = [
  "Severity",
  "Status",
  "Lead",
  ...Object.values(promiseLanes),
  "Updates",
  "Actions",
  "Answers",
];

/** A bar for each stretch between two changes. */
function stretches<T extends { at: Instant }>(
  changes: readonly T[],
  end: Instant,
  bar: (change: T) => Pick<Bar, "lane" | "label" | "tone">,
): Bar[] {
  return changes.map((change, i) => {
    const next = changes[i + 1]?.at ?? end;
    return { ...bar(change), from: change.at, until: next < end ? next : end };
  });
}

function severityBars({ severities }: Incident, end: Instant): Bar[] {
  return stretches(severities, end, ({ severity }) => ({
    lane: "Severity",
    label: severity,
    tone: severity,
  }));
}

function statusBars({ statuses, detectedAt, declared }: Incident, end: Instant): Bar[] {
  const before: Bar = {
    lane: "Status",
    label: "Detected",
    tone: "undeclared",
    from: detectedAt,
    until: declared.at,
  };
  const lasting = statuses.filter(({ at }) => at < end || at === declared.at);
  const after = stretches(lasting, end, ({ status }) => ({
    lane: "Status",
    label: statusText(status),
    tone: status,
  }));
  return detectedAt < declared.at ? [before, ...after] : after;
}

function leadBars({ stream, incident }: Story, end: Instant): Bar[] {
  const stints = leadStints(stream);
  const nobody = { lane: "Lead", label: "Nobody", tone: "nobody" as const, from: incident.declared.at };
  const led = stints.map(
    ({ lead, from, until }, i): Bar => ({
      lane: "Lead",
      label: lead.name,
      tone: i % 2 === 0 ? "lead_1" : "lead_2",
      from,
      until: until ?? end,
    }),
  );
  return [{ ...nobody, until: stints[0]?.from ?? end }, ...led].filter((bar) => bar.from < bar.until);
}

function marksOf({ stream, promises }: Story, end: Instant): PictureMark[] {
  const told = stream.flatMap(({ at, event }): PictureMark[] => {
    switch (event.type) {
      case "incident.updated":
        return [
          { lane: "Updates", label: event.text, tone: "update", at },
          ...(event.action ? [action(event.action, at)] : []),
        ];
      case "action.taken":
        return [action(event.text, at)];
      case "walk.step_ticked":
        return event.action ? [action(event.text, at)] : [];
      case "walk.answered":
        return [
          { lane: "Answers", label: `${event.question.text} ${event.answer.label}`, tone: "answer", at },
        ];
      default:
        return [];
    }
  });
  const due = promises.flatMap((promise) => promiseMark(promise, end));
  return [...told, ...due, ...probeLanes(stream).flatMap(({ marks }) => marks)];
}

/** Where it fell due; one kept that would have fallen due after the end, where it was kept. */
function promiseMark({ what, dueAt, settledAt, outcome }: MadePromise, end: Instant): PictureMark[] {
  if (outcome === "moot") return [];
  const at = outcome === "kept" && settledAt && dueAt > end ? settledAt : dueAt;
  const label = what === "response" ? "Someone to lead" : "Update";
  return [{ lane: promiseLanes[what], label, tone: outcome === "open" ? "due" : outcome, at }];
}

function action(label: string, at: Instant): PictureMark {
  return { lane: "Actions", label, tone: "action", at };
}
