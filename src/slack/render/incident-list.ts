import type { IncidentExtra, Summary } from "../../incident/summary.ts";
import { durationText } from "../../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import { say, withDistance } from "../../lib/words.ts";
import type { Content } from "../slots.ts";
import { chunks, escapeText, mrkdwn, section, sectionLimit, shortenMrkdwn, textLimit } from "./mrkdwn.ts";

/** Incidents in a list: how bad, how it stands, since when, who leads, where, and when the next update is due. */
export function renderList(title: string, incidents: Summary[], now: Instant): Content {
  const lines = incidents.map((summary) => listLine(summary, now));
  const text = [`*${title}*`, ...(lines.length ? lines : ["None."])].join("\n");
  return {
    text: shortenMrkdwn(text, textLimit),
    blocks: chunks(text, sectionLimit).slice(0, 40).map(section),
  };
}

/** One incident as a line of a list. */
export function listLine(summary: Summary, now: Instant): string {
  const { stream, severity, status, title, startedAt, endedAt, nextUpdateAt, leadId, channelId, drill } =
    summary;
  const { leadName } = summary.extra as IncidentExtra;
  const age = durationText(millisecondsBetween(startedAt, endedAt ?? now));
  const lead = leadId ? `lead <@${leadId}>` : leadName ? `lead ${escapeText(leadName)}` : "nobody leads";
  return [
    `• ${drill ? "DRILL " : ""}*${stream}* · ${severity} · ${status} · ${shortenMrkdwn(escapeText(title), 200)}`,
    endedAt ? `took ${age}` : `for ${age}`,
    lead,
    ...(nextUpdateAt && !endedAt ? [`next update ${mrkdwn(say`${withDistance(nextUpdateAt)}`)}`] : []),
    ...(channelId ? [`<#${channelId}>`] : []),
  ].join(" · ");
}
