import { durations } from "../../incident/clock/durations.ts";
import { incidentName } from "../../incident/state.ts";
import { detectionText, statusText } from "../../incident/status-text.ts";
import { durationText } from "../../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import { dateTime, momentText } from "../../lib/words.ts";
import { evidenceSeen } from "../sections/balances.ts";
import { leadStints } from "../sections/lead-stints.ts";
import type { Story } from "../sections/story.ts";

/** The line below the title, and the picture in words for those who cannot see it. */
export function describePicture(story: Story, end: Instant): { subtitle: string; alt: string } {
  const { incident } = story;
  const { toResolve } = durations(incident);
  const took =
    toResolve === null
      ? `open for ${durationText(millisecondsBetween(incident.detectedAt, end))}`
      : `resolved after ${durationText(toResolve)}`;
  const subtitle = `${incident.severity}, ${took}. Detected ${momentText(dateTime(incident.detectedAt))} by ${detectionText(incident.detection)}.`;
  const alt = [
    `Timeline of ${incidentName(incident.number)}, ${subtitle}`,
    `Severity ${chain(incident.severities.map(({ severity }) => severity))}.`,
    `Status ${chain(incident.statuses.map(({ status }) => statusText(status)))}.`,
    leads(story),
    promised(story),
    probed(story),
  ];
  return { subtitle, alt: alt.filter(Boolean).join(" ") };
}

function chain(steps: readonly string[]): string {
  return steps.join(", then ");
}

function leads({ stream }: Story): string {
  const stints = leadStints(stream);
  if (stints.length === 0) return "Nobody led.";
  return `Led by ${chain(stints.map(({ lead, from }) => `${lead.name} from ${momentText(dateTime(from))}`))}.`;
}

function promised({ promises, stream }: Story): string {
  const updates = stream.filter(({ event }) => event.type === "incident.updated").length;
  const due = promises.filter(({ outcome }) => outcome === "kept" || outcome === "missed");
  const kept = due.filter(({ outcome }) => outcome === "kept").length;
  const told = updates === 1 ? "1 update." : `${updates} updates.`;
  return due.length === 0 ? told : `${told} ${kept} of ${due.length} promises kept.`;
}

function probed({ stream }: Story): string {
  const last = evidenceSeen(stream).at(-1)?.evidence;
  if (!last) return "No triage was run.";
  const wrong = last.results.filter(({ outcome }) => outcome === "failing" || outcome === "degraded");
  const names = wrong.map(({ name, outcome }) => `${name} ${outcome}`).join(", ");
  return `Last triage: ${names || "nothing wrong"}.`;
}
