import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Side } from "../runbook/evidence.ts";
import type { Severity } from "../runbook/severity.ts";
import { noWalk, type WalkState } from "../walk/walk-state.ts";
import type { CreditsLost } from "./credits.ts";
import type {
  Details,
  Detection,
  Evidence,
  FigureSource,
  MessageSource,
  OpenStatus,
  Origin,
  ResponseClock,
  UpdateClock,
  WatchGoal,
} from "./events.ts";
import type { Diagnosis } from "./evidence/evidence.ts";
import { type Replayed, replayedText } from "./replay/replayed.ts";

export type Status = OpenStatus | "resolved";

/** Something somebody did at some time. */
export type Mark = { at: Instant; by: Actor };

export type Action = Mark & { text: string };

/** How the response clock stands. `firstCalledAt` is when the first target was called. */
export type Response = ResponseClock & {
  nudgedAt: Instant | null;
  firstCalledAt: Instant | null;
  calls: number;
};

/** The promise of the next update, and what was said about it. */
export type Promised = UpdateClock & {
  nudged: boolean;
  overdueCount: number;
  /** When overdue was last said. */
  saidAt: Instant | null;
  snoozedUntil: Instant | null;
  dismissed: Mark | null;
};

export type Watch = {
  watch: string;
  what: string;
  unit: string;
  everyMinutes: number;
  goal?: WatchGoal;
  source?: FigureSource;
  startedAt: Instant;
  endsAt: Instant;
  askedAt: Instant | null;
  /** The last few; all of them stand in the record. */
  figures: { at: Instant; by: Actor; value: number; normal: boolean | null }[];
  figureCount: number;
  ended: { at: Instant; reason: "back_to_normal" | "time_is_up" | "stopped" | "resolved" } | null;
};

/** A message somebody thought worth keeping. `backers` are the people who captured it. */
export type Entry = {
  source: MessageSource;
  author: Actor;
  saidAt: Instant;
  text: string;
  link?: string;
  image?: string;
  backers: Actor[];
  addedAt: Instant;
};

export type Step = Mark & { text: string; action: boolean };

export type ActionItem = {
  item: string;
  text: string;
  owner?: Actor;
  dueAt?: Instant;
  added: Mark;
  closed: Mark | null;
  reminded: boolean;
};

type Resolution = Mark & { despiteFailing: boolean; untested?: string[] };

/** One incident as its events leave it. */
export type Incident = Details & {
  /** 12 for INC-12; 0 before the declaration. */
  number: number;
  status: Status;
  severity: Severity;
  /** Status changes in order; the first is the declaration. */
  statuses: (Mark & { status: Status })[];
  severities: (Mark & { severity: Severity })[];
  detection: Detection;
  detectedAt: Instant;
  /** When it began, where something saw that. */
  beganAt?: Instant;
  declared: Mark;
  private: boolean;
  drill: boolean;
  runbookHash: string;
  origin: Origin | null;
  cause: string | null;
  causeTitle?: string;

  lead: Actor | null;
  leadSince: Instant | null;
  /** When somebody led for the first time. */
  acknowledged: Mark | null;
  responders: Actor[];
  /** Slack ids of the people who were called: they may see it and join. */
  called: string[];

  lastUpdate: (Mark & { text: string }) | null;
  /** What people said they did; ticked steps come on top, see `actionsTaken`. */
  actions: Action[];
  /** Steps ticked on checklists, by `<resolution>/<step>`. They stay when the walk goes on elsewhere. */
  steps: Record<string, Step>;
  walk: WalkState;
  creditsLost: CreditsLost | null;
  /** Lost rows sent again, by the plan they were sent by. */
  replays: Record<string, Mark & { replayed: Replayed }>;
  evidence: (Evidence & { at: Instant }) | null;
  /** Whose side failed, by the last triage that saw something fail. */
  failedSide?: Side;
  /** The last answer of each kind that triage gave: a later run that does not look does not take it away. */
  answers: Diagnosis["answers"];

  resolved: Resolution | null;
  /** The last time it was reopened; `resolution` is the one that did not hold. */
  reopened: (Mark & { reason: string; resolution: string }) | null;
  madePrivate: Mark | null;

  channel: { id: string; name: string } | null;
  /** The public channel it was worked on in before it was made private. */
  leftChannel: { id: string; name: string } | null;
  /** Why the channel cannot be used any more. */
  channelLost: string | null;
  degraded: { what: string; why: string }[];
  offerArchiveAt: Instant | null;
  archiveOffered: boolean;
  archived: Mark | null;

  response: Response | null;
  promised: Promised | null;
  watches: Watch[];
  entries: Entry[];
  actionItems: ActionItem[];
  /** Sections of the postmortem written by hand. */
  postmortem: Record<string, Mark & { text: string }>;
  /** The last time the postmortem was published. */
  published: Mark | null;
};

const nobody: Actor = { kind: "system", name: "nobody" };

export const initialIncident: Incident = {
  number: 0,
  status: "investigating",
  severity: "P4",
  statuses: [],
  severities: [],
  title: "",
  impact: "",
  affected: "",
  rootCause: "",
  resolution: "",
  prevention: "",
  detection: "manual_check",
  detectedAt: "",
  declared: { at: "", by: nobody },
  private: false,
  drill: false,
  runbookHash: "",
  origin: null,
  cause: null,
  lead: null,
  leadSince: null,
  acknowledged: null,
  responders: [],
  called: [],
  lastUpdate: null,
  actions: [],
  steps: {},
  walk: noWalk,
  creditsLost: null,
  replays: {},
  evidence: null,
  answers: {},
  resolved: null,
  reopened: null,
  madePrivate: null,
  channel: null,
  leftChannel: null,
  channelLost: null,
  degraded: [],
  offerArchiveAt: null,
  archiveOffered: false,
  archived: null,
  response: null,
  promised: null,
  watches: [],
  entries: [],
  actionItems: [],
  postmortem: {},
  published: null,
};

/** INC-12. Also the name of the incident's stream. */
export function incidentName(number: number): string {
  return `INC-${number}`;
}

/** Tells whether the incident is declared and not resolved. */
export function isOpen(incident: Incident): boolean {
  return incident.number > 0 && incident.status !== "resolved";
}

/** Actions taken, in order of time: those people reported, ticked steps that count as one, and rows sent again. */
export function actionsTaken(incident: Incident): Action[] {
  const ticked = Object.values(incident.steps).filter((step) => step.action);
  const sent = Object.values(incident.replays);
  return [
    ...incident.actions,
    ...ticked.map(({ text, at, by }) => ({ text, at, by })),
    ...sent.map(({ replayed, at, by }) => ({ text: replayedText(replayed), at, by })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The captured entry of a message, if there is one. */
export function entryOf(incident: Incident, source: MessageSource): Entry | undefined {
  return incident.entries.find((entry) => isSame(entry.source, source));
}

/** Tells whether two sources are the same message. */
export function isSame(a: MessageSource, b: MessageSource): boolean {
  return a.channel === b.channel && a.ts === b.ts;
}

/** Tells whether two actors are the same person. */
export function isSamePerson(a: Actor, b: Actor): boolean {
  return a.kind === "person" && b.kind === "person" ? a.id === b.id : a.kind === b.kind && a.name === b.name;
}
