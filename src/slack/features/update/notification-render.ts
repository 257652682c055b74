import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import { durationText } from "../../../lib/duration.ts";
import { say, time, type Words, withDistance } from "../../../lib/words.ts";
import type { Notification } from "../../../telling/notification.ts";
import { button } from "../../blocks/buttons.ts";
import {
  chunks,
  context,
  mrkdwn,
  section,
  sectionLimit,
  shortenMrkdwn,
  textLimit,
} from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";

/** With many actions, or long ones, the newest are shown; the timeline has them all. */
const actionsShown = 10;
const actionsLimit = 4000;
const fieldLimit = 900;

/**
 * The notification with what responders press, as it stands pinned in the incident's channel. Shown elsewhere, it says
 * where that channel is.
 */
export function renderNotification(told: Notification, channelId: string | null = null): Content {
  const place = channelId ? [`It is worked on in <#${channelId}>`] : [];
  const { text, blocks } = renderTemplate(told, place);
  return { text, blocks: [...blocks, buttons(told)] };
}

/** The fields of the communication template (runbook, step 4), in the order tired people need them. */
function renderTemplate(told: Notification, place: string[]): Content {
  const headline = `${told.drill ? "DRILL · " : ""}${told.name} · ${told.severity} · ${told.statusText} · ${told.title}`;
  const took = told.tookMs === null ? "" : ` · resolved after ${durationText(told.tookMs)}`;
  const by = told.resolvedBy ? mrkdwn(say` by ${told.resolvedBy}`) : "";
  const facts = [
    `${mrkdwn(say`Detected ${withDistance(told.detectedAt)} by ${told.detectionText}`)} · ${mrkdwn(leads(told))}${took}${by}`,
    field("Status", `${told.statusText}: ${told.statusMeaning}`),
    field("Impact", told.impact),
    field("Affected", told.affected),
    ...(told.advice ? [field("Meanwhile", told.advice)] : []),
  ];
  const foundOut: [string, string][] = [
    ["Root cause", told.rootCause],
    ["Resolution", told.resolution],
    ["Prevention", told.prevention],
  ];
  const outlook = [
    ...(told.status === "resolved" ? [] : [`*Next update*  ${mrkdwn(nextUpdate(told))}`]),
    ...foundOut.map(([name, text]) => field(name, text)),
    ...(told.creditsLost ? [field("Credits lost", told.creditsLost)] : []),
  ];
  const last = [...(told.lastUpdate ? [lastUpdate(told.lastUpdate)] : []), ...place];
  const blocks: KnownBlock[] = [
    { type: "section", text: { type: "mrkdwn", text: `*${shortenMrkdwn(mrkdwn(headline), 400)}*` } },
    ...chunks(facts.join("\n"), sectionLimit).map(section),
    ...chunks(actions(told), sectionLimit).map(section),
    ...(outlook.length > 0 ? chunks(outlook.join("\n"), sectionLimit).map(section) : []),
    ...last.map(context),
  ];
  const text = [mrkdwn(headline), ...facts, actions(told), ...outlook, ...last].join("\n");
  return { text: shortenMrkdwn(text, textLimit), blocks };
}

function leads({ lead, status, respondBy }: Notification): Words {
  if (lead) return say`Lead ${lead}`;
  if (status === "resolved") return "Nobody led";
  return respondBy
    ? say`Nobody leads yet; somebody should by ${withDistance(respondBy)}`
    : "Nobody leads yet";
}

function field(name: string, value: string): string {
  return `*${name}*  ${value ? shortenMrkdwn(mrkdwn(value), fieldLimit) : "not known yet"}`;
}

function actions({ actions: taken }: Notification): string {
  if (taken.length === 0) return "*Actions taken*  none yet";
  const all = taken.map(
    (action, i) =>
      `${i + 1}. ${shortenMrkdwn(mrkdwn(action.text), fieldLimit)} (${mrkdwn(say`${action.by}, ${time(action.at)}`)})`,
  );
  const lines = newestWithin(actionsLimit, all.slice(-actionsShown));
  const left = all.length - lines.length;
  const earlier = left > 0 ? [`…${left} earlier: see the timeline`] : [];
  return ["*Actions taken*", ...earlier, ...lines].join("\n");
}

/** The last lines that together are within the limit, and one of them in any case. */
function newestWithin(limit: number, lines: readonly string[]): string[] {
  let length = 0;
  const first = lines.findLastIndex((line) => {
    length += line.length + 1;
    return length > limit;
  });
  return lines.slice(Math.min(first + 1, lines.length - 1));
}

function nextUpdate({ nextUpdateAt }: Notification): Words {
  return nextUpdateAt ? say`${withDistance(nextUpdateAt)}` : "none promised";
}

function lastUpdate({ text, by, at }: NonNullable<Notification["lastUpdate"]>): string {
  return shortenMrkdwn(`Last update: ${mrkdwn(text)} (${mrkdwn(say`${by}, ${time(at)}`)})`, sectionLimit);
}

function buttons(told: Notification): ActionsBlock {
  const press = (verb: string, text: string, style?: "primary"): Button =>
    button({ action: verbAction(verb), text, value: told.name, ...(style && { style }) });
  if (told.status === "resolved") {
    return {
      type: "actions",
      elements: [
        press("postmortem", "Postmortem", "primary"),
        press("edit", "Edit"),
        press("timeline", "Timeline"),
        press("reopen", "Reopen"),
      ],
    };
  }
  const first = told.lead ? press("update", "Update", "primary") : press("lead", "I'm leading", "primary");
  return {
    type: "actions",
    elements: [
      first,
      ...(told.lead ? [] : [press("update", "Update")]),
      press("severity", "Severity"),
      press("edit", "Edit"),
      press("timeline", "Timeline"),
      press("resolve", "Resolve"),
    ],
  };
}
