import type { HomeView, KnownBlock } from "@slack/types";
import type { Figures } from "../../../figures/figures.ts";
import type { OpenItem, Summary } from "../../../incident/summary.ts";
import { sentence } from "../../../lib/sentence.ts";
import type { Instant } from "../../../lib/time.ts";
import { dateTime, say } from "../../../lib/words.ts";
import type { ShownMeter } from "../../../monitor/meter/meter.ts";
import { type Overview, overviewLines } from "../../../monitor/overview.ts";
import { button } from "../../blocks/buttons.ts";
import {
  context,
  escapeText,
  mrkdwn,
  section,
  sectionLimit,
  shorten,
  shortenMrkdwn,
} from "../../blocks/mrkdwn.ts";
import { anyVerbAction, verbAction } from "../../blocks/verb-action.ts";
import { joinAction } from "../declare/declare-form.ts";
import { doneButton } from "../follow-up/action-items-render.ts";
import { listLine } from "../look/incident-list-render.ts";
import { figureLines } from "../look/stats-render.ts";
import { meterLines } from "../meters/meters-render.ts";

/** What Home shows one person. */
export type Home = {
  now: Instant;
  /** Open incidents, the gravest first. */
  open: Summary[];
  /** More may be open than were looked at. */
  moreOpen: boolean;
  /** The newest triage run that has come to an end. */
  triage: Summary | undefined;
  /** The person's action items, with the incident each belongs to. */
  items: { stream: string; item: OpenItem }[];
  figures: Figures;
  monitoring: Overview;
  /** What runs out. */
  meters: ShownMeter[];
};

const incidentsShown = 20;
const itemsShown = 20;
const monitoringLines = 20;
const metersShown = 20;

/** Home in the order in which it matters: what to press, what is wrong, whose turn it is. */
export function renderHome(home: Home): HomeView {
  return {
    type: "home",
    blocks: [
      ...actions(),
      ...titled(
        `Open incidents (${home.open.length}${home.moreOpen ? " or more" : ""})`,
        openIncidents(home),
      ),
      ...titled("Monitoring", [
        section(overviewLines(home.monitoring, home.now).slice(0, monitoringLines).map(mrkdwn).join("\n")),
      ]),
      ...meters(home),
      ...titled("Clay, as last seen", health(home)),
      ...titled(`Your action items (${home.items.length})`, items(home)),
      ...titled("The last 30 days", [
        section(figureLines(home.figures).join("\n")),
        context(`Counted ${mrkdwn(say`${dateTime(home.figures.until)}`)}.`),
      ]),
      context(`As of ${mrkdwn(say`${dateTime(home.now)}`)}. Opening this page brings it up to date.`),
    ],
  };
}

/** Home for one who may not act, saying why. */
export function renderNoHome(why: string): HomeView {
  return { type: "home", blocks: [section(why)] };
}

/** As text: Home shows no chart. */
function meters({ meters: all, now }: Home): KnownBlock[] {
  const lines = meterLines(all, now).slice(0, metersShown).map(mrkdwn);
  return lines.length > 0
    ? titled("What is left", [section(shortenMrkdwn(lines.join("\n"), sectionLimit))])
    : [];
}

function actions(): KnownBlock[] {
  return [
    {
      type: "actions",
      elements: [
        button({ ...verb("triage"), text: "Run triage", style: "primary" }),
        button({ ...verb("declare"), text: "Declare an incident" }),
        button({ ...verb("diagnose"), text: "Diagnose" }),
        button({ ...verb("stats"), text: "Figures" }),
      ],
    },
    context(
      "From here, I answer in your direct messages with me. Elsewhere, use the slash command or mention me.",
    ),
  ];
}

function verb(name: string) {
  return { action: `${anyVerbAction}:${name}`, value: name };
}

function titled(title: string, blocks: KnownBlock[]): KnownBlock[] {
  return [{ type: "header", text: { type: "plain_text", text: title } }, ...blocks];
}

function openIncidents({ open, moreOpen, now }: Home): KnownBlock[] {
  if (open.length === 0) return [section("None.")];
  const more = open.length - incidentsShown;
  return [
    ...open
      .slice(0, incidentsShown)
      .flatMap((summary) => [section(listLine(summary, now)), buttons(summary)]),
    ...(more > 0 ? [context(`…and ${more} ${moreOpen ? "or more besides" : "more"}: use “list”.`)] : []),
  ];
}

/** What one can do about an open incident from here. */
function buttons({ stream, leadId }: Summary): KnownBlock {
  const press = (action: string, text: string) =>
    button({ action, text, value: stream, label: `${text}: ${stream}` });
  return {
    type: "actions",
    elements: [
      press(joinAction, "Join"),
      ...(leadId ? [] : [press(verbAction("lead"), "I'm leading")]),
      press(verbAction("update"), "Update"),
    ],
  };
}

function health({ triage }: Home): KnownBlock[] {
  if (!triage) return [section("Not looked at yet. Run triage to find out.")];
  const verdict = escapeText(triage.title || "The last run came to no conclusion.");
  const severity = triage.severity ? `Suggested severity ${triage.severity}. ` : "";
  const seen = mrkdwn(say`Seen ${dateTime(triage.endedAt ?? triage.startedAt)}.`);
  return [
    section(shortenMrkdwn(verdict, sectionLimit)),
    context(`${severity}${seen} It may have changed since.`),
  ];
}

function items({ items: all, now }: Home): KnownBlock[] {
  if (all.length === 0) return [section("None.")];
  const more = all.length - itemsShown;
  return [
    ...all.slice(0, itemsShown).map(({ stream, item }) => ({
      ...section(itemLine(stream, item, now)),
      accessory: doneButton(stream, item.item, item.text),
    })),
    ...(more > 0 ? [context(`…and ${more} more.`)] : []),
  ];
}

function itemLine(stream: string, { text, dueAt }: OpenItem, now: Instant): string {
  const due = !dueAt ? "No date." : say`${dueAt < now ? "Overdue since" : "Due"} ${dateTime(dueAt)}.`;
  return `• *${stream}*  ${escapeText(sentence(shorten(text, 500)))} ${mrkdwn(due)}`;
}
