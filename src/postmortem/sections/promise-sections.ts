import type { MadePromise } from "../../figures/promises.ts";
import type { ActionItem } from "../../incident/state.ts";
import { durationText } from "../../lib/duration.ts";
import { sentence } from "../../lib/sentence.ts";
import { millisecondsBetween } from "../../lib/time.ts";
import { dateTime, say, sentences, type Words } from "../../lib/words.ts";
import { type Block, list, paragraph } from "./section.ts";
import { momentAfter, type Story } from "./story.ts";

/** Which promises were kept: someone to lead, and updates. */
export function clocksSection({ promises }: Story): Block[] {
  const counted = promises.filter(({ outcome }) => outcome === "kept" || outcome === "missed");
  if (counted.length === 0) return [paragraph("No promise fell due.")];
  const kept = counted.filter(({ outcome }) => outcome === "kept").length;
  return [
    paragraph(`${kept} of ${counted.length} promises kept.`),
    ...list(promises.filter(({ outcome }) => outcome !== "moot").map(promiseLine)),
  ];
}

const names = { response: "Someone to lead by", update: "Update by" };

function promiseLine({ what, dueAt, outcome, settledAt }: MadePromise): Words {
  const promised = say`${names[what]} ${dateTime(dueAt)}:`;
  if (outcome === "open") return sentences(promised, "not due yet.");
  if (!settledAt) return sentences(promised, "missed, and never made up for.");
  const late = durationText(millisecondsBetween(dueAt, settledAt));
  const end =
    outcome === "kept" ? say`kept at ${momentAfter(dueAt, settledAt)}.` : say`missed, ${late} late.`;
  return sentences(promised, end);
}

/** What is left to do, by whom and until when. */
export function actionItemsSection({ incident: { actionItems } }: Story): Block[] {
  if (actionItems.length === 0) return [paragraph("None written down.")];
  return list(actionItems.map(itemLine));
}

function itemLine({ text, owner, dueAt, closed }: ActionItem): Words {
  return sentences(
    sentence(text),
    owner ? say`Owner: ${owner}.` : "Owner: nobody yet.",
    dueAt ? say`Due ${dateTime(dueAt)}.` : "No date.",
    closed ? say`Done by ${closed.by}, ${dateTime(closed.at)}.` : "Open.",
  );
}
