import type { KnownBlock } from "@slack/types";
import { dateTime, say } from "../../../lib/words.ts";
import type { TimelineEntry } from "../../../telling/timeline.ts";
import { chunks, mrkdwn, section, sectionLimit, shortenMrkdwn } from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";

const entriesPerPage = 15;
const pageLimit = 3500;

/** Slack takes some 13,000 characters in all blocks of a message together. */
const entryLimit = 11_000;

/**
 * One page of a timeline, newest page first; within a page the oldest line comes first. A long entry is shown to its
 * end, on a page of its own.
 */
export function renderTimeline(stream: string, entries: TimelineEntry[], page: number): Content {
  const pages = pagesOf(entries.map(timelineLine));
  const shown = Math.min(Math.max(1, page), pages.length);
  const title = `*Timeline of ${stream}* · ${entries.length} entries · page ${shown} of ${pages.length}`;
  // Nobody edits it later, so that Slack takes a long text.
  const text = [title, ...pages[shown - 1]!].join("\n");
  return {
    text,
    blocks: [...chunks(text, sectionLimit).map(section), ...turnPages(stream, shown, pages.length)],
  };
}

function pagesOf(lines: string[]): [string[], ...string[][]] {
  const pages: [string[], ...string[][]] = [[]];
  let room = pageLimit;
  for (const line of lines.toReversed()) {
    const page = pages.at(-1)!;
    if (page.length > 0 && (page.length === entriesPerPage || line.length > room)) {
      pages.push([]);
      room = pageLimit;
    }
    pages.at(-1)!.unshift(line);
    room -= line.length;
  }
  return pages;
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
