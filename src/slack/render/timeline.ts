import type { KnownBlock } from "@slack/types";
import type { TimelineEntry } from "../../incident/timeline.ts";
import { dateTime, say } from "../../lib/words.ts";
import type { Content } from "../slots.ts";
import { verbAction } from "../verb-action.ts";
import { chunks, mrkdwn, section, sectionLimit, shortenMrkdwn, textLimit } from "./mrkdwn.ts";

const perPage = 15;
const entryLimit = 700;

/** One page of a timeline, newest page first; within a page the oldest line comes first. */
export function renderTimeline(stream: string, entries: TimelineEntry[], page: number): Content {
  const pages = Math.max(1, Math.ceil(entries.length / perPage));
  const shown = Math.min(Math.max(1, page), pages);
  const end = entries.length - (shown - 1) * perPage;
  const lines = entries.slice(Math.max(0, end - perPage), end).map(timelineLine);
  const title = `*Timeline of ${stream}* · ${entries.length} entries · page ${shown} of ${pages}`;
  const text = [title, ...lines].join("\n");
  return {
    text: shortenMrkdwn(text, textLimit),
    blocks: [...chunks(text, sectionLimit).map(section), ...turnPages(stream, shown, pages)],
  };
}

function timelineLine({ at, by, text, link, image, kind }: TimelineEntry): string {
  const where = `${link ? ` <${link}|message>` : ""}${image ? ` <${image}|image>` : ""}`;
  const who = by.kind === "person" ? ` · ${mrkdwn(say`${by}`)}` : "";
  const said = shortenMrkdwn(mrkdwn(text), entryLimit);
  return `• ${mrkdwn(say`${dateTime(at)}`)}${who}  ${kind === "message" ? `“${said}”` : said}${where}`;
}

function turnPages(stream: string, page: number, pages: number): KnownBlock[] {
  if (page >= pages) return [];
  return [
    {
      type: "actions",
      elements: [
        {
          type: "button",
          action_id: verbAction("timeline"),
          text: { type: "plain_text", text: "Older" },
          value: `${stream} ${page + 1}`,
        },
      ],
    },
  ];
}
