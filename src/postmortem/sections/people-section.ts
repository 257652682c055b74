import type { IncidentEvent } from "../../incident/events.ts";
import { isSamePerson } from "../../incident/state.ts";
import type { Actor } from "../../lib/actor.ts";
import { dateTime, say, sentences, type Words } from "../../lib/words.ts";
import type { Recorded } from "../../record/decider.ts";
import { leadStints } from "./lead-stints.ts";
import { type Block, list, paragraph } from "./section.ts";
import { momentAfter, type Story } from "./story.ts";

/** Who led and when, and what each person did. */
export function peopleSection({ stream, incident }: Story): Block[] {
  if (incident.responders.length === 0) return [paragraph("Nobody is on record.")];
  return list(
    incident.responders.map((person) =>
      sentences(say`${person}:`, say`${joined([...led(person, stream), ...did(person, stream)])}.`),
    ),
  );
}

function led(person: Actor, stream: Story["stream"]): Words[] {
  return leadStints(stream)
    .filter(({ lead }) => isSamePerson(lead, person))
    .map(({ from, until }) =>
      until
        ? say`led from ${dateTime(from)} to ${momentAfter(from, until)}`
        : say`leads since ${dateTime(from)}`,
    );
}

/** In the order they are told: one deed as it is called once, and several times. */
const deeds: { once: string; often: string; is: (event: IncidentEvent) => boolean }[] = [
  { once: "declared it", often: "declared it", is: ({ type }) => type === "incident.declared" },
  { once: "resolved it", often: "resolved it", is: ({ type }) => type === "incident.resolved" },
  { once: "reopened it", often: "reopened it", is: ({ type }) => type === "incident.reopened" },
  { once: "1 update", often: "updates", is: ({ type }) => type === "incident.updated" },
  {
    once: "1 action",
    often: "actions",
    is: (event) =>
      event.type === "action.taken" ||
      (event.type === "incident.updated" && event.action !== undefined) ||
      (event.type === "walk.step_ticked" && event.action),
  },
  { once: "1 question answered", often: "questions answered", is: ({ type }) => type === "walk.answered" },
  { once: "1 note", often: "notes", is: ({ type }) => type === "note.added" },
  { once: "1 message kept", often: "messages kept", is: ({ type }) => type === "entry.added" },
];

function did(person: Actor, stream: readonly Recorded<IncidentEvent>[]): string[] {
  const own = stream.filter(({ by }) => isSamePerson(by, person));
  return deeds.flatMap(({ once, often, is }) => {
    const count = own.filter(({ event }) => is(event)).length;
    if (count === 0) return [];
    return [count === 1 || often.endsWith(" it") ? once : `${count} ${often}`];
  });
}

function joined(all: readonly Words[]): Words {
  if (all.length === 0) return "joined";
  return all.reduce<Words>((text, part, i) => (i === 0 ? part : say`${text}, ${part}`), "");
}
