import { durationText } from "../../lib/duration.ts";
import { type Instant, millisecondsBetween } from "../../lib/time.ts";
import { nearMoment, say, sentences, type Words } from "../../lib/words.ts";
import { type Episode, endOf, openParts, type ShownPart, startOf } from "./state.ts";

/** What is or was wrong, in one sentence. */
export function headline(episode: Episode): string {
  const now = openParts(episode);
  const parts = now.length > 0 ? now : episode.parts;
  const { diagnosis } = episode.around;
  const told = parts.some(({ source }) => source === "look") && parts.length > 1 && diagnosis?.verdict;
  if (told) return told.replace(/^Most likely: /, "").replace(/^./, (first) => first.toUpperCase());
  const [first, ...others] = [...parts].sort(byGravity);
  const more = others.length > 0 ? ` And ${others.length} more.` : "";
  return `${first!.meaning}${more}`;
}

const gravity = { failing: 0, degraded: 1, unknown: 2 };

function byGravity(a: ShownPart, b: ShownPart): number {
  return gravity[a.outcome] - gravity[b.outcome] || (a.severity ?? "P9").localeCompare(b.severity ?? "P9");
}

/** Since when, or how long it lasted. */
export function whenLine(episode: Episode, now: Instant): Words {
  const start = startOf(episode);
  const end = endOf(episode);
  if (episode.parts.every(({ source }) => source === "meter")) return meterLine(start, end, now);
  if (episode.parts.every(({ outcome }) => outcome === "unknown"))
    return end
      ? say`Not readable from ${at(start, now)} to ${at(end, now)}.`
      : say`Not readable since ${at(start, now)}.`;
  if (!end) return sentences(say`Since ${at(start, now)}.`, earlierLine(episode, now));
  if (episode.parts.some(({ silent }) => silent))
    return say`Began ${at(start, now)}. Last heard of at ${at(end, now)}: whether it is over is not known.`;
  return say`Over. It lasted ${durationText(millisecondsBetween(start, end))}: ${at(start, now)} to ${at(end, now)}.`;
}

/** Nothing was broken: it was only coming near. */
function meterLine(start: Instant, end: Instant | null, now: Instant): Words {
  return end ? say`Settled at ${at(end, now)}.` : say`Since ${at(start, now)}.`;
}

/** A first look after a gap cannot tell when it began. */
function earlierLine({ parts }: Episode, now: Instant): Words {
  const gap = parts.find(({ afterGap }) => afterGap)?.afterGap;
  return gap
    ? say`It may have begun earlier: I was not watching ${at(gap.from, now)} to ${at(gap.to, now)}.`
    : "";
}

function at(moment: Instant, now: Instant) {
  return nearMoment(moment, now);
}

/** One thing that is wrong, after its name: how it is shown, and how it stands. */
export function partLine(
  { source, endedAt, unsteady, evidence, startedAt, silent, hold }: ShownPart,
  now: Instant,
): Words {
  if (silent && endedAt) return say`last heard of ${at(endedAt, now)}`;
  if (endedAt && source === "meter") return say`settled at ${at(endedAt, now)}`;
  if (endedAt) return say`works again since ${at(endedAt, now)}`;
  if (unsteady) return say`unsteady: ${unsteady.changes} changes since ${at(unsteady.since, now)}`;
  const muted = hold ? say` · ${holdLine(hold, now)}` : "";
  return say`since ${at(startedAt, now)} · ${evidence}${muted}`;
}

/** Why nothing is told, and how long. */
export function holdLine({ until, why, by }: NonNullable<ShownPart["hold"]>, now: Instant): Words {
  if (!by) return say`${why}, until ${at(until, now)}`;
  return say`muted by ${by}${why ? `: ${why}` : ""}, until ${at(until, now)}`;
}

/** On whose side it is, and what is fine. */
export function sideLine({ around: { diagnosis, fine }, parts }: Episode): string {
  if (diagnosis?.sideEvidence && parts.some(({ source }) => source === "look")) return diagnosis.sideEvidence;
  return fine.length > 0 ? `Fine: ${fine.join(", ")}.` : "";
}

/** When nobody looked while it was open. */
export function gapLines({ gaps }: Episode, now: Instant): Words[] {
  return gaps.map(({ from, to }) => say`I was not watching ${at(from, now)} to ${at(to, now)}.`);
}

/** What is to be done, each once. */
export function remedies(episode: Episode): { remedy: string; link?: string }[] {
  const found = openParts(episode).flatMap(({ remedy, link }) =>
    remedy ? { remedy, ...(link && { link }) } : [],
  );
  return found.filter(({ remedy }, i) => found.findIndex((other) => other.remedy === remedy) === i);
}
