import { notification, notificationMarkdown } from "../../../telling/notification.ts";
import { timeline } from "../../../telling/timeline.ts";
import { chunks, escapeText, section, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers, Verb } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { Reply, VerbRequest } from "../../requests/request.ts";
import { renderTimeline } from "../capture/timeline-render.ts";
import { renderNotification } from "../update/notification-render.ts";
import { renderList } from "./incident-list-render.ts";
import { type Found, visibleOpen } from "./which-incident-handle.ts";

const listedAtMost = 30;

/** Looking without changing anything. The answers go to the one who asked. */
export function lookHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, runbook, clock } = desk;

  const onIncident = createOnIncident(desk, { numbersAre: "names" });
  const onPageOf = createOnIncident(desk, { numbersAre: "values" });

  async function list(request: VerbRequest): Promise<Reply> {
    if (request.text.trim() !== "all") {
      return { say: renderList("Open incidents", await visibleOpen(desk, request.by), clock.now()) };
    }
    const all = await incidents.list({ limit: listedAtMost });
    const seen = all.filter((summary) => maySee(request.by, summary));
    return {
      say: renderList(
        seen.length > 1 ? `The last ${seen.length} incidents` : "Incidents so far",
        seen,
        clock.now(),
      ),
    };
  }

  const show = async ({ incident }: Found, { channel }: VerbRequest): Promise<Reply> => ({
    say: renderNotification(
      notification(incident, runbook.wording.audiences.responders),
      incident.channel?.id === channel ? null : incident.channel?.id,
    ),
  });

  function template({ incident }: Found): Content {
    const markdown = notificationMarkdown(notification(incident, runbook.wording.audiences.go_to_market));
    const text = `\`\`\`\n${escapeText(markdown.replaceAll("```", "'''"))}\`\`\``;
    const parts = chunks(escapeText(markdown.replaceAll("```", "'''")), 2900);
    return {
      text: shortenMrkdwn(text, textLimit),
      blocks: parts.map((part) => section(`\`\`\`\n${part}\n\`\`\``)),
    };
  }

  const verbs: Record<string, Verb> = {
    list: { usage: "list [all]", summary: "Shows the open incidents, or the last ones.", run: list },
    show: {
      usage: "show [INC-12]",
      summary: "Shows an incident's notification.",
      run: onIncident("show", show),
    },
    status: { usage: "status [INC-12]", summary: "The same as show.", run: onIncident("status", show) },
    timeline: {
      usage: "timeline [INC-12] [page]",
      summary: "Shows what happened when.",
      run: onPageOf("timeline", async ({ stream, rest }) => ({
        say: renderTimeline(stream, timeline(await incidents.events(stream)), Number(rest) || 1),
      })),
    },
    template: {
      usage: "template [INC-12]",
      summary: "Gives the notification as Markdown to paste elsewhere.",
      run: onIncident("template", async (found) => ({ say: template(found) })),
    },
  };
  return { verbs };
}
