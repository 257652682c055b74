import type { Evidence } from "../../incident/events.ts";
import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import { sentence } from "../../lib/sentence.ts";
import type { Instant } from "../../lib/time.ts";
import { momentText, say, sentences, time, type Words } from "../../lib/words.ts";
import { besideName } from "../../telling/subject.ts";
import { type TimelineEntry, timeline as timelineOf } from "../../telling/timeline.ts";
import { pathLines } from "../../telling/walk-lines.ts";
import { currentLeaf, currentQuestion } from "../../walk/walk-state.ts";
import { evidenceSeen } from "./balances.ts";
import { type Block, type Line, list, paragraph } from "./section.ts";
import type { Story } from "./story.ts";

/** The timeline, a list per day. */
export function timelineSection({ stream }: Story): Block[] {
  return byDay(timelineOf(stream)).flatMap(({ day, entries }) => [
    paragraph(`${day} (UTC)`),
    { list: entries.map(timelineLine) },
  ]);
}

function byDay<T extends { at: Instant }>(entries: readonly T[]): { day: string; entries: T[] }[] {
  return [...Map.groupBy(entries, ({ at }) => at.slice(0, 10))].map(([day, found]) => ({
    day,
    entries: found,
  }));
}

function timelineLine({ at, by, kind, text, link, image }: TimelineEntry): Line {
  const who = by.kind === "person" ? say` ${by}` : "";
  const said = kind === "message" ? say`“${text}”` : text;
  const url = link ?? image;
  return { text: say`${hour(at)}${who}: ${said}`, ...(url && { link: url }) };
}

function hour(at: Instant): string {
  return momentText(time(at)).replace(" UTC", "");
}

/** What each triage run said: its verdict, and every probe that was not fine. */
export function evidenceSection({ stream }: Story): Block[] {
  const seen = evidenceSeen(stream);
  if (seen.length === 0) return [paragraph("No triage was run.")];
  return seen.flatMap(({ at, evidence }) => [
    paragraph(say`Triage, ${hour(at)} UTC on ${at.slice(0, 10)}: ${verdict(evidence)}`),
    ...list(probeLines(evidence.results)),
  ]);
}

function verdict({ diagnosis: { verdict: said, sideEvidence } }: Evidence): Words {
  return sentences(sentence(said), sideEvidence ? sentence(sideEvidence) : null);
}

function probeLines(results: readonly ProbeResult[]): string[] {
  const fine = results.filter(({ outcome }) => outcome === "ok").map(({ name }) => name);
  const others = results.filter(({ outcome }) => outcome !== "ok").map(probeLine);
  return fine.length > 0 ? [...others, `Fine: ${fine.join(", ")}.`] : others;
}

/** One probe's result on one line: what it said, and what Clay's support will ask for. */
function probeLine(result: ProbeResult): string {
  const { name, outcome, httpStatus, requestId, target } = result;
  const facts = [target, httpStatus && `HTTP ${httpStatus}`, requestId && `request ${requestId}`];
  return `${name} (${outcome}): ${sentence(besideName(result))} ${facts.filter(Boolean).join(" · ")}`;
}

/** The way through the decision tree, as it stands. */
export function pathSection({ incident: { walk } }: Story): Block[] {
  if (!walk.entry) return [paragraph("The decision tree was not walked.")];
  const leaf = currentLeaf(walk);
  const question = currentQuestion(walk);
  const steps = pathLines(walk.path, walk.position).map(({ at, by, text }) =>
    by.kind === "person" ? say`${text} (${by}, ${hour(at)} UTC)` : say`${text} (${hour(at)} UTC)`,
  );
  return [
    paragraph(sentence(walk.entry.title)),
    ...list(steps),
    ...(leaf ? [paragraph(`It led to: ${leaf.title} (${leaf.severity}).`)] : []),
    ...(question ? [paragraph(`It stopped at: ${question.text}`)] : []),
  ];
}
