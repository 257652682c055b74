import type { KnownBlock, SectionBlock } from "@slack/types";
import { type Moment, momentText, partsOf, type Words } from "../../lib/words.ts";
import type { Content } from "../deliver/slots.ts";

/** Block Kit's limit for a section's text (docs.slack.dev/reference/block-kit/blocks/section-block). */
export const sectionLimit = 3000;

/** Longest `text` of a message that chat.update still takes. */
export const textLimit = 4000;

/** Slack's own tokens, which each reader's client fills in (docs.slack.dev: formatting message text, date element). */
const dateFormats: Record<Moment["show"], string> = {
  time: "{time}",
  date_time: "{date_short_pretty} {time}",
  distance: "{date_short_pretty} {time} ({ago})",
};

/** A sentence as Slack's mrkdwn: typed text escaped, persons as mentions, moments in the reader's zone. */
export function mrkdwn(words: Words): string {
  return partsOf(words)
    .map((part) => {
      if (typeof part === "string") return escapeText(part);
      if ("person" in part)
        return part.person.kind === "person" ? `<@${part.person.id}>` : escapeText(part.person.name);
      if ("group" in part) return `<!subteam^${part.group}>`;
      const format = dateFormats[part.show];
      return `<!date^${Math.floor(Date.parse(part.at) / 1000)}^${format}|${momentText(part)}>`;
    })
    .join("");
}

/** Typed text with Slack's three control characters escaped, so that it is shown as typed and fires nothing. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Shortens text to at most `limit` UTF-16 units, never through a character, with "…" where something is missing. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > limit - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Shortens mrkdwn without leaving half an escape or half a mention at its end. */
export function shortenMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${shorten(text, limit)
    .slice(0, -1)
    .replace(/(&[a-z]*|<[^>]*)$/, "")}…`;
}

/** A section of mrkdwn, shortened to Slack's limit. */
export function section(text: string): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: shortenMrkdwn(text, sectionLimit) } };
}

/** A small grey line. */
export function context(text: string): KnownBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text: shortenMrkdwn(text, sectionLimit) }] };
}

/** A message of blocks whose `text` says all that its sections and small lines say. */
export function contentOf(blocks: KnownBlock[]): Content {
  return { text: shortenMrkdwn(blocks.flatMap(textsOf).join("\n"), textLimit), blocks };
}

function textsOf(block: KnownBlock): string[] {
  if (block.type === "section") return block.text ? [block.text.text] : [];
  if (block.type !== "context") return [];
  return block.elements.flatMap((element) => ("text" in element ? [element.text] : []));
}

/** A sentence as a whole message. */
export function plainContent(words: Words): Content {
  const text = shortenMrkdwn(mrkdwn(words), textLimit);
  return { text, blocks: chunks(mrkdwn(words), sectionLimit).map(section) };
}

/** Splits long mrkdwn at line ends, else at spaces, else anywhere, so that nothing is lost. */
export function chunks(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const at = cutAt(rest, limit);
    parts.push(rest.slice(0, at));
    rest = rest.slice(at).replace(/^\n/, "");
  }
  return [...parts, rest];
}

function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit);
  const line = window.lastIndexOf("\n");
  if (line > limit / 2) return line;
  const space = window.lastIndexOf(" ");
  if (space > limit / 2) return beforeReference(text, space + 1);
  const safe = window.replace(/(&[a-z]*|<[^>]*|[\uD800-\uDBFF])$/, "");
  return safe.length || limit;
}

/** A date or a link has spaces within: it goes to the next part as a whole. */
function beforeReference(text: string, at: number): number {
  const opened = text.lastIndexOf("<", at - 1);
  return opened > 0 && text.indexOf(">", opened) >= at ? opened : at;
}
