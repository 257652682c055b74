import { type IncidentFacts, incidentFacts } from "../figures/incident-facts.ts";
import { creditsLostTotal } from "../incident/credits.ts";
import type { IncidentEvent } from "../incident/events.ts";
import { incident } from "../incident/incident.ts";
import type { Instant } from "../lib/time.ts";
import { plainText } from "../lib/words.ts";
import { fold, type Recorded } from "../record/decider.ts";
import type { Postmortem } from "./postmortem.ts";
import { type Block, blocksOf } from "./sections/section.ts";

/** What the record counts, whatever people wrote into the sections by hand; null: not come about, or not known. */
type PostmortemNumbers = Pick<
  IncidentFacts,
  "toRespondMs" | "toMitigateMs" | "toResolveMs" | "responses" | "updates"
> & { creditsLost: number | null };

/** Reads the numbers from a record. */
export function postmortemNumbers(
  stream: readonly Recorded<IncidentEvent>[],
  now: Instant,
): PostmortemNumbers {
  const { toRespondMs, toMitigateMs, toResolveMs, responses, updates } = incidentFacts(stream, now);
  const { creditsLost: lost } = fold(incident, stream);
  const creditsLost = lost ? creditsLostTotal(lost) : null;
  return { toRespondMs, toMitigateMs, toResolveMs, responses, updates, creditsLost };
}

/** The postmortem for machines: sections as plain text in paragraphs and points, moments in UTC, and its numbers. */
export function postmortemJson({ sections, ...told }: Postmortem, numbers: PostmortemNumbers) {
  return {
    ...told,
    numbers,
    sections: sections.map((section) => ({
      id: section.id,
      title: section.title,
      edited: section.edited && { at: section.edited.at, by: section.edited.by.name },
      content: blocksOf(section).map(content),
    })),
  };
}

function content(block: Block): string | { text: string; link?: string }[] {
  if ("paragraph" in block) return plainText(block.paragraph.text);
  return block.list.map(({ text, link }) => ({ text: plainText(text), ...(link && { link }) }));
}
