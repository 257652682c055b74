import type { Instant } from "../../lib/time.ts";
import type { Recorded } from "../decider.ts";
import { fold } from "../decider.ts";
import type { IncidentEvent } from "../events.ts";
import { promisesOf } from "../figures/promises.ts";
import { incident as incidentRecord } from "../incident.ts";
import { incidentName, isOpen } from "../state.ts";
import { missingFrom } from "./missing.ts";
import { peopleSection } from "./people-section.ts";
import { actionItemsSection, clocksSection } from "./promise-sections.ts";
import { redactEvents } from "./redaction.ts";
import { type Block, type Section, type SectionId, sectionIds, sectionTitle } from "./section.ts";
import type { Story } from "./story.ts";
import { templateRows } from "./template-rows.ts";
import { evidenceSection, pathSection, timelineSection } from "./told-sections.ts";

/** What is to be known about an incident once it is over: a draft while it is not. */
export type Postmortem = {
  /** INC-12 */
  name: string;
  title: string;
  drill: boolean;
  private: boolean;
  /** Not resolved: the draft is made from what there is. */
  open: boolean;
  /** What a reader will look for in vain. */
  missing: string[];
  /** All of them, in order. */
  sections: Section[];
};

export type PostmortemOptions = { now: Instant; redact: (text: string) => string };

/** Makes the postmortem of a record that begins with a declaration. Every text in it is redacted. */
export function postmortem(
  stream: readonly Recorded<IncidentEvent>[],
  { now, redact }: PostmortemOptions,
): Postmortem {
  const story = storyOf(redactEvents(stream, redact), now);
  const { incident } = story;
  return {
    name: incidentName(incident.number),
    title: incident.title,
    drill: incident.drill,
    private: incident.private,
    open: isOpen(incident),
    missing: missingFrom(story),
    sections: sectionIds.map((id) => ({
      id,
      title: sectionTitle(id),
      generated: generate[id](story),
      edited: incident.postmortem[id] ?? null,
    })),
  };
}

/** The record with all that is told from it. Pass a redacted one if it leaves the incident. */
export function storyOf(stream: readonly Recorded<IncidentEvent>[], now: Instant): Story {
  return { stream, incident: fold(incidentRecord, stream), promises: promisesOf(stream, now), now };
}

const generate: Record<SectionId, (story: Story) => Block[]> = {
  ...templateRows,
  timeline: timelineSection,
  evidence: evidenceSection,
  path: pathSection,
  people: peopleSection,
  clocks: clocksSection,
  action_items: actionItemsSection,
};
