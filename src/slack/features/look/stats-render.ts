import type { Figures } from "../../../figures/figures.ts";
import { figuresText } from "../../../figures/figures-text.ts";
import {
  chunks,
  context,
  escapeText,
  section,
  sectionLimit,
  shortenMrkdwn,
  textLimit,
} from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

/** The figures for the one who asked. */
export function renderStats(told: Figures): Content {
  const lines = figureLines(told).join("\n");
  return {
    text: shortenMrkdwn([lines, leftOut].join("\n"), textLimit),
    blocks: [...chunks(lines, sectionLimit).map(section), context(leftOut)],
  };
}

const leftOut =
  "Drills are left out, and so are private incidents you are no member of. Counted from the record.";

/** The figures as lines of mrkdwn, what each is about in bold. */
export function figureLines(told: Figures): string[] {
  return figuresText(told).map((line) => escapeText(line).replace(/^([^:.]+): /, "*$1*  "));
}
