import type { IncidentEvent } from "../incident/events.ts";
import type { EscalationTarget } from "../incident/rules.ts";
import type { Incident, Watch } from "../incident/state.ts";
import type { Actor } from "../lib/actor.ts";
import { sentence } from "../lib/sentence.ts";
import type { Instant } from "../lib/time.ts";
import { type Moment, nearMoment, say, sentences, type Words } from "../lib/words.ts";
import { type ByType, callByType } from "../record/by-type.ts";
import type { Recorded } from "../record/decider.ts";
import { statusPageText } from "./status-page-text.ts";
import type { ToldIn } from "./told.ts";
import { spokenName } from "./wording.ts";

/** What somebody is asked to do, so that a button beside the words can offer it. */
export type Ask = "lead" | "update" | "resolve" | "archive" | { watch: string } | { item: string };

/** What each of these events asks somebody to do. */
const asks: ByType<ToldIn<"ask">, [], Ask> = {
  "response.nudged": () => "lead",
  "response.escalated": () => "lead",
  "update.nudged": () => "update",
  "update.overdue": () => "update",
  "archive.offered": () => "archive",
  "status_page.resolved": () => "resolve",
  "watch.asked": ({ watch }) => ({ watch }),
  "action_item.reminded": ({ item }) => ({ item }),
};

/** What an event asks somebody to do; null: nothing. */
export function askOf(event: IncidentEvent): Ask | null {
  return callByType(asks, event) ?? null;
}

/** What a note is told in the light of. `name` is the incident's; `late` says so, if it could not be said in time. */
type Light = { incident: Incident; at: Instant; by: Actor; name: string; late: string | null };

const notes: ByType<ToldIn<"note">, [Light], Words | null> = {
  "lead.changed": (event, { name }) =>
    event.from ? say`${event.to} now leads ${name}, after ${event.from}.` : say`${event.to} leads ${name}.`,
  "incident.made_private": (_, { by, name }) => say`${by} made ${name} private.`,
  "response.nudged": (_, { incident, at, name, late }) =>
    sentences(say`Nobody leads ${name} yet. Someone should by ${respondBy(incident, at)}.`, late),
  "response.escalated": (event, { incident, at, name, late }) =>
    sentences(
      say`Nobody leads ${name}, and the time to respond ran out at ${respondBy(incident, at)}.`,
      calls(event.target, incident),
      late,
    ),
  "update.nudged": (event, { incident, at, name, late }) =>
    sentences(
      toLead(incident),
      say`The next update of ${name} is promised for ${nearMoment(event.dueAt, at)}.`,
      late,
    ),
  "update.overdue": (event, { incident, at, name, late }) =>
    sentences(
      toLead(incident),
      say`The update of ${name} promised for ${nearMoment(event.dueAt, at)} is overdue.`,
      event.count >= 3 ? "This is the last reminder." : null,
      late,
    ),
  "watch.started": (event, { incident, at }) =>
    say`Watching ${watched(incident, event.watch)} until ${nearMoment(event.endsAt, at)}.`,
  "watch.asked": (event, { incident, late }) =>
    sentences(say`What is ${watched(incident, event.watch)} now?`, late),
  "watch.recorded": (event, { incident, by }) =>
    say`${watched(incident, event.watch)}: ${figureText(event.value, watchOf(incident, event.watch))}, from ${by}.`,
  "watch.ended": (event, { incident }) => watchEnd(watched(incident, event.watch), event.reason),
  "status_page.updated": (event) => statusPageText(event),
  "status_page.resolved": (event) => `${statusPageText(event)} Run triage, then resolve?`,
  "archive.offered": (_, { name }) => `${name} is over for a while. Its channel can be archived.`,
  "postmortem.published": (_, { by, name }) => say`${by} published the postmortem of ${name}.`,
  "action_item.reminded": (event, { incident, name, late }) => {
    const item = incident.actionItems.find((other) => other.item === event.item);
    if (!item) return null;
    return sentences(say`To do after ${name}: ${sentence(item.text)}`, "Due now.", late);
  },
};

/** What the incident's own channel is told of an event; null: nothing. `incident` is as it stands after it. */
export function noteWords({ event, at, by }: Recorded<IncidentEvent>, incident: Incident): Words | null {
  const name = spokenName(incident);
  const late = "late" in event && event.late ? "(Late: this could not be said when it was due.)" : null;
  return callByType(notes, event, { incident, at, by, name, late }) ?? null;
}

/** The one who is to act, so that Slack tells them. */
function toLead({ lead }: Incident): Words | null {
  return lead && say`${lead}:`;
}

function calls(target: EscalationTarget | null, incident: Incident): Words {
  if (!target) return "Nobody is configured to be called.";
  if (target.kind === "group" && incident.private)
    return "It is private, so nobody is called but those in this channel.";
  if (target.kind === "group") return say`Calling ${{ group: target.id }}.`;
  return say`Calling ${{ kind: "person", id: target.id, name: "the escalation contact" }}.`;
}

function respondBy(incident: Incident, now: Instant): Moment {
  return nearMoment(incident.response?.respondBy ?? now, now);
}

function watched(incident: Incident, id: string): string {
  return watchOf(incident, id)?.what ?? "the figure";
}

function watchOf(incident: Incident, id: string): Watch | undefined {
  return incident.watches.find(({ watch }) => watch === id);
}

/** A watched figure with its unit: "82 %", "41,200 credits". */
export function figureText(value: number, watch: Watch | undefined): string {
  const unit = watch?.unit ?? "";
  const shown = value.toLocaleString("en-US", { maximumFractionDigits: 3 });
  return unit === "percent" ? `${shown} %` : unit === "" || unit === "count" ? shown : `${shown} ${unit}`;
}

/** What is said when a watch ends; null at a resolution, which speaks for itself. */
export function watchEnd(
  what: string,
  reason: (IncidentEvent & { type: "watch.ended" })["reason"],
): Words | null {
  switch (reason) {
    case "back_to_normal":
      return `${what}: back to normal.`;
    case "time_is_up":
      return `${what}: the watch has ended without a figure back to normal.`;
    case "stopped":
      return `${what} is no longer watched.`;
    case "resolved":
      return null;
  }
}
