import { promisesOf } from "../figures/promises.ts";
import type { IncidentEvent } from "../incident/events.ts";
import { incident as incidentRecord } from "../incident/incident.ts";
import { incidentName, isOpen } from "../incident/state.ts";
import type { Instant } from "../lib/time.ts";
import type { Recorded } from "../record/decider.ts";
import { fold } from "../record/decider.ts";
import { redactEvents } from "../redaction/records.ts";
import { missingFrom } from "./sections/missing.ts";
import { peopleSection } from "./sections/people-section.ts";
import { actionItemsSection, clocksSection } from "./sections/promise-sections.ts";
import { type Block, type Section, type SectionId, sectionIds, sectionTitle } from "./sections/section.ts";
import type { Story } from "./sections/story.ts";
import { templateRows } from "./sections/template-rows.ts";
import { evidenceSection, pathSection, timelineSection } from "./sections/told-sections.ts";

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
