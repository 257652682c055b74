import type { Words } from "../../../lib/words.ts";
import { drillMark } from "../../../telling/wording.ts";
import { section, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import type { Content, Slot } from "../../deliver/slots.ts";

/** A slot of a drill, marked as one wherever it does not say so itself: nobody should take it for the real thing. */
export function markDrill(slot: Slot): Slot {
  switch (slot.kind) {
    case "message":
      return { ...slot, content: markContent(slot.content) };
    case "feed":
      return {
        ...slot,
        lines: (after) => slot.lines(after).map((line) => ({ ...line, text: markWords(line.text) })),
      };
    case "canvas":
      return { ...slot, title: markText(slot.title) };
    case "file":
      return { ...slot, title: markText(slot.title), comment: markWords(slot.comment) };
    default:
      return slot;
  }
}

const isMarked = (text: string) => text.includes(drillMark);
const markText = (text: string) => (isMarked(text) ? text : `${drillMark} · ${text}`);

function markWords(words: Words): Words {
  if (typeof words === "string") return markText(words);
  const says = words.some((part) => typeof part === "string" && isMarked(part));
  return says ? words : [`${drillMark} · `, ...words];
}

/** What stands first is what a notification shows. */
function markContent({ text, blocks }: Content): Content {
  const [first, ...rest] = blocks;
  if (isMarked(text.split("\n")[0]!)) return { text, blocks };
  const marked =
    first?.type === "section" && first.text ? { ...first, ...section(markText(first.text.text)) } : first;
  return { text: shortenMrkdwn(markText(text), textLimit), blocks: marked ? [marked, ...rest] : [] };
}
