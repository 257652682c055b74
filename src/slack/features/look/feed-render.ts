import type { Words } from "../../../lib/words.ts";
import { chunks, mrkdwn, section, sectionLimit, shortenMrkdwn } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

/** Slack takes some 13,000 characters in all blocks of a message together. */
const feedLimit = 11_000;

/** Changes told in one message: one line each, the newest last. With many, the oldest give way, which is said. */
export function renderFeed(lines: Words[]): Content {
  const told = lines.map(mrkdwn);
  const kept: string[] = [];
  let room = feedLimit;
  for (const line of told.toReversed()) {
    if (kept.length > 0 && line.length > room) break;
    kept.unshift(shortenMrkdwn(line, feedLimit));
    room -= line.length + 1;
  }
  const missing = told.length - kept.length;
  const earlier = missing > 0 ? [`…and ${missing} earlier changes: see the timeline.`] : [];
  const text = [...earlier, ...kept].join("\n");
  return { text, blocks: chunks(text, sectionLimit).map(section) };
}
