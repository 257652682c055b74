import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Severity } from "../runbook/severity.ts";
import { type ActionItem, type Incident, isOpen } from "./state.ts";

/** The kinds of record. Streams are named "INC-12", "TRI-<id>", "EP-7"; of `monitor` there is one, "MONITOR". */
export const streamKinds = ["incident", "triage", "episode", "monitor"] as const;
export type StreamKind = (typeof streamKinds)[number];

/** The row that lists, Home and look-ups read instead of folding streams. Written with the events it sums up. */
export type Summary = {
  stream: string;
  kind: StreamKind;
  /** 12 for INC-12; null for other kinds. */
  number: number | null;
  open: boolean;
  private: boolean;
  drill: boolean;
  severity: Severity | null;
  title: string;
  status: string;
  /** Slack channel the record lives in, once it has one. */
  channelId: string | null;
  leadId: string | null;
  startedAt: Instant;
  endedAt: Instant | null;
  nextUpdateAt: Instant | null;
  /** Small facts that only one kind needs (cause code, members of a private incident, verdict…). */
  extra: { [field: string]: unknown };
};

/** An open action item, as Home lists it. */
export type OpenItem = { item: string; text: string; ownerId: string | null; dueAt: Instant | null };

/** What only incidents have in their summary's `extra`. */
export type IncidentExtra = {
  /** Code of the finding it is about. */
  cause: string | null;
  detectedAt: Instant;
  leadName: string | null;
  channelName: string | null;
  /** Slack ids of its responders and of those called: who may see it when it is private. */
  members: string[];
  openItems: OpenItem[];
};

/** The incident as lists and look-ups see it. */
export function summariseIncident(stream: string, incident: Incident): Summary {
  const extra: IncidentExtra = {
    cause: incident.cause,
    detectedAt: incident.detectedAt,
    leadName: incident.lead?.name ?? null,
    channelName: incident.channel?.name ?? null,
    members: membersOf(incident),
    openItems: incident.actionItems.filter((item) => !item.closed).map(openItem),
  };
  return {
    stream,
    kind: "incident",
    number: incident.number,
    open: isOpen(incident),
    private: incident.private,
    drill: incident.drill,
    severity: incident.severity,
    title: incident.title,
    status: incident.status,
    channelId: incident.channel?.id ?? null,
    leadId: idOf(incident.lead),
    startedAt: incident.declared.at,
    endedAt: incident.resolved?.at ?? null,
    nextUpdateAt: incident.promised?.dueAt ?? null,
    extra,
  };
}

/** Slack ids of those who belong to the incident: its responders, and who was called to it. */
export function membersOf({ responders, called }: Incident): string[] {
  return [...new Set([...responders.flatMap((person) => idOf(person) ?? []), ...called])];
}

/** Tells whether somebody may know of the incident: everyone, unless it is private and they do not belong to it. */
export function mayKnow(incident: Incident, who: Actor): boolean {
  return !incident.private || who.kind !== "person" || membersOf(incident).includes(who.id);
}

function openItem({ item, text, owner, dueAt }: ActionItem): OpenItem {
  return { item, text, ownerId: idOf(owner), dueAt: dueAt ?? null };
}

function idOf(person: Actor | null | undefined): string | null {
  return person?.kind === "person" ? person.id : null;
}
