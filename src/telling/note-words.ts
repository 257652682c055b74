import type { IncidentEvent } from "../incident/events.ts";
import type { EscalationTarget } from "../incident/rules.ts";
import type { Incident, Watch } from "../incident/state.ts";
import { sentence } from "../lib/sentence.ts";
import type { Instant } from "../lib/time.ts";
import { type Moment, nearMoment, say, sentences, type Words } from "../lib/words.ts";
import type { Recorded } from "../record/decider.ts";
import { spokenName } from "./wording.ts";

/** What somebody is asked to do, so that a button beside the words can offer it. */
export type Ask = "lead" | "update" | "archive" | { watch: string } | { item: string };

/** What an event asks somebody to do; null: nothing. */
export function askOf(event: IncidentEvent): Ask | null {
  switch (event.type) {
    case "response.nudged":
    case "response.escalated":
      return "lead";
    case "update.nudged":
    case "update.overdue":
      return "update";
    case "archive.offered":
      return "archive";
    case "watch.asked":
      return { watch: event.watch };
    case "action_item.reminded":
      return { item: event.item };
    default:
      return null;
  }
}

/** What the incident's own channel is told of an event; null: nothing. `incident` is as it stands after it. */
export function noteWords({ event, at, by }: Recorded<IncidentEvent>, incident: Incident): Words | null {
  const name = spokenName(incident);
  const late = "late" in event && event.late ? "(Late: this could not be said when it was due.)" : null;
  switch (event.type) {
    case "lead.changed":
      return event.from
        ? say`${event.to} now leads ${name}, after ${event.from}.`
        : say`${event.to} leads ${name}.`;
    case "incident.made_private":
      return say`${by} made ${name} private.`;
    case "response.nudged":
      return sentences(say`Nobody leads ${name} yet. Someone should by ${respondBy(incident, at)}.`, late);
    case "response.escalated":
      return sentences(
        say`Nobody leads ${name}, and the time to respond ran out at ${respondBy(incident, at)}.`,
        calls(event.target, incident),
        late,
      );
    case "update.nudged":
      return sentences(
        toLead(incident),
        say`The next update of ${name} is promised for ${nearMoment(event.dueAt, at)}.`,
        late,
      );
    case "update.overdue":
      return sentences(
        toLead(incident),
        say`The update of ${name} promised for ${nearMoment(event.dueAt, at)} is overdue.`,
        event.count >= 3 ? "This is the last reminder." : null,
        late,
      );
    case "watch.started":
      return say`Watching ${watched(incident, event.watch)} until ${nearMoment(event.endsAt, at)}.`;
    case "watch.asked":
      return sentences(say`What is ${watched(incident, event.watch)} now?`, late);
    case "watch.recorded":
      return say`${watched(incident, event.watch)}: ${figureText(event.value, watchOf(incident, event.watch))}, from ${by}.`;
    case "watch.ended":
      return watchEnd(watched(incident, event.watch), event.reason);
    case "archive.offered":
      return `${name} is over for a while. Its channel can be archived.`;
    case "postmortem.published":
      return say`${by} published the postmortem of ${name}.`;
    case "action_item.reminded": {
      const item = incident.actionItems.find((other) => other.item === event.item);
      if (!item) return null;
      return sentences(say`To do after ${name}: ${sentence(item.text)}`, "Due now.", late);
    }
    default:
      return null;
  }
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
