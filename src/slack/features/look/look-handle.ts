import { membersOf } from "../../../incident/summary.ts";
import { notification, notificationText } from "../../../telling/notification.ts";
import { timeline as timelineOf } from "../../../telling/timeline.ts";
import { chunks, escapeText, section, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import { show as showContent } from "../../requests/answer/reply.ts";
import type { Feature, Verb } from "../../requests/feature.ts";
import { maySee } from "../../requests/people/permissions.ts";
import { visibleOpen } from "../../requests/people/visible.ts";
import { renderTimeline } from "../capture/timeline-render.ts";
import { renderAnnouncement } from "../update/announcement-render.ts";
import { renderNotification } from "../update/notification-render.ts";
import { renderList } from "./incident-list-render.ts";

const listedAtMost = 30;

const list: Verb = {
  usage: "list [all]",
  summary: "Shows the open incidents, or the last ones.",
  group: "To look",
  about: "anything",
  async run({ text, by }, desk) {
    const now = desk.clock.now();
    if (text.trim() !== "all")
      return showContent(renderList("Open incidents", await visibleOpen(by, desk), now));
    const all = await desk.incidents.list({ limit: listedAtMost });
    const seen = all.filter((summary) => maySee(by, summary));
    const title = seen.length > 1 ? `The last ${seen.length} incidents` : "Incidents so far";
    return showContent(renderList(title, seen, now));
  },
};

const show: Verb = {
  usage: "show [INC-12]",
  summary: "Shows how an incident stands: in plain words, or to responders with their buttons.",
  group: "To look",
  about: "incident",
  numbersAre: "names",
  async run({ incident }, { channel, by }, { runbook }) {
    const own = incident.channel?.id;
    // Whoever does not work on it asks what it means for them, not for a responder's buttons.
    if (own !== channel && !membersOf(incident).includes(by.id))
      return showContent(renderAnnouncement(incident, runbook));
    const told = notification(incident, runbook.wording.audiences.responders);
    return showContent(renderNotification(told, own === channel ? null : own));
  },
};

const status: Verb = { ...show, usage: "status [INC-12]", summary: "The same as show." };

const timeline: Verb = {
  usage: "timeline [INC-12] [page]",
  summary: "Shows what happened when.",
  group: "To look",
  synonyms: ["history", "log"],
  about: "incident",
  numbersAre: "values",
  run: async ({ stream, rest }, _request, { incidents }) =>
    showContent(renderTimeline(stream, timelineOf(await incidents.events(stream)), Number(rest) || 1)),
};

const template: Verb = {
  usage: "template [INC-12]",
  summary: "Gives the notification as plain text to paste into Slack, mail or a ticket.",
  group: "To look",
  about: "incident",
  numbersAre: "names",
  async run({ incident }, _request, { runbook }) {
    const told = notification(incident, runbook.wording.audiences.go_to_market);
    // Backticks would end the block of code.
    const pasted = escapeText(notificationText(told).replaceAll("```", "'''"));
    return showContent({
      text: shortenMrkdwn(`\`\`\`\n${pasted}\`\`\``, textLimit),
      blocks: chunks(pasted, 2900).map((part) => section(`\`\`\`\n${part}\n\`\`\``)),
    });
  },
};

/** Looking without changing anything. The answers go to the one who asked. */
export const looking: Feature = { verbs: { list, show, status, timeline, template } };
