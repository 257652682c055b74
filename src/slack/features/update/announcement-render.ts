import { type Incident, incidentName } from "../../../incident/state.ts";
import { statusText } from "../../../incident/status-text.ts";
import { sentence } from "../../../lib/sentence.ts";
import { say } from "../../../lib/words.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { announcement } from "../../../telling/announcement.ts";
import { drillMark } from "../../../telling/wording.ts";
import {
  context,
  escapeText,
  mrkdwn,
  section,
  sectionLimit,
  shortenMrkdwn,
  textLimit,
} from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

const fieldLimit = 900;

/** The incident for people who sell: one plain sentence first, then how bad it is; the incident's name comes last. */
export function renderAnnouncement(incident: Incident, runbook: Runbook): Content {
  const told = announcement(incident, runbook);
  const { lead, channel, drill, resolved } = incident;
  const isOver = resolved !== null;
  const headline = `${drill ? `${drillMark} · ` : ""}${mrkdwn(told.headline)}`;
  const facts = [
    `*How bad*  ${escapeText(told.severity)}`,
    ...(told.affected ? [`*Affected*  ${shortenMrkdwn(escapeText(told.affected), fieldLimit)}`] : []),
    ...(isOver ? [`*What was wrong*  ${shortenMrkdwn(escapeText(told.wrong), fieldLimit)}`] : []),
    `*Where it stands*  ${escapeText(sentence(told.statusMeaning))}`,
    ...(told.cause ? [`*Cause*  ${shortenMrkdwn(escapeText(told.cause), fieldLimit)}`] : []),
    ...(told.lastUpdate ? [`*Last update*  ${shortenMrkdwn(escapeText(told.lastUpdate), fieldLimit)}`] : []),
  ];
  const who = lead
    ? mrkdwn(say`${lead} ${resolved ? "led" : "leads"}`)
    : resolved
      ? "Nobody led"
      : "Nobody leads yet";
  const place = channel && !incident.private ? [`<#${channel.id}>`] : [];
  const last = [
    incidentName(incident.number),
    incident.severity,
    statusText(incident.status),
    escapeText(incident.title),
    who,
    ...place,
  ].join(" · ");
  return {
    text: shortenMrkdwn([headline, ...facts, last].join("\n"), textLimit),
    blocks: [
      section(`*${shortenMrkdwn(headline.replaceAll("*", ""), sectionLimit - 2)}*`),
      section(shortenMrkdwn(facts.join("\n"), sectionLimit)),
      context(last),
    ],
  };
}
