import type { Words } from "../../lib/words.ts";
import type { Content } from "../slots.ts";
import { mrkdwn, section, sectionLimit, shortenMrkdwn, textLimit } from "./mrkdwn.ts";

/** Changes told in one message: one line each, the newest last. With many, the oldest give way, which is said. */
export function renderFeed(lines: Words[]): Content {
  const told = lines.map(mrkdwn);
  const kept: string[] = [];
  let room = sectionLimit - 60;
  for (const line of told.toReversed()) {
    const short = shortenMrkdwn(line, Math.min(room, 1500));
    if (room < 20) break;
    kept.unshift(short);
    room -= short.length + 1;
  }
  const missing = told.length - kept.length;
  const text = [...(missing > 0 ? [`…and ${missing} earlier changes: see the timeline.`] : []), ...kept].join(
    "\n",
  );
  return { text: shortenMrkdwn(text, textLimit), blocks: [section(text)] };
}
