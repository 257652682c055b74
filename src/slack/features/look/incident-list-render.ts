import type { IncidentExtra, Summary } from "../../../incident/summary.ts";
import { durationText } from "../../../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../../../lib/time.ts";
import { say, withDistance } from "../../../lib/words.ts";
import { chunks, escapeText, mrkdwn, section, sectionLimit, shortenMrkdwn } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

/** Slack takes some 13,000 characters in all blocks of a message together. */
const listLimit = 11_000;

/**
 * Incidents in a list: how bad, how it stands, since when, who leads, where, and when the next update is due. Of very
 * many the first are shown, and how many more there are.
 */
export function renderList(title: string, incidents: Summary[], now: Instant): Content {
  const lines: string[] = [];
  let room = listLimit;
  for (const summary of incidents) {
    const line = listLine(summary, now);
    room -= line.length + 1;
    if (room < 0) break;
    lines.push(line);
  }
  const more = incidents.length - lines.length;
  if (more > 0) lines.push(`…and ${more} more. To see one, name it: “show INC-…”.`);
  // Nobody edits it later, so that Slack takes a long text.
  const text = [`*${title}*`, ...(lines.length ? lines : ["None."])].join("\n");
  return { text, blocks: chunks(text, sectionLimit).map(section) };
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
