import { linkUrl, type Runbook } from "../schema.ts";
import { isAlike, tellingWords as wordsOf } from "./alike.ts";
import { findStatuses, isStatusAlone } from "./find-status.ts";
import { recogniseErrors } from "./recognise-error.ts";

/** A piece of advice: a row of the troubleshooting table, a resolution, or a class of cell error. */
export type Advice = { id: string; issue: string; cause: string; solution: string; link?: string };

/** A symptom with which the tree can be walked. */
export type WayIn = { id: string; issue: string; symptom: string };

export type HelpTopic = Advice | WayIn;

const topicsAtMost = 4;
/** Of a resolution, this many steps give a start; the checklist has them all. */
const stepsShown = 2;

/**
 * The advice for what somebody typed, best first: the class of a message copied from a cell, what an HTTP status in it
 * means where it comes from (which comes first where a status is all that was typed), then the rows, ways in and resolutions that share most words with it. All rows when nothing was typed, none
 * when nothing fits.
 */
export function findHelp(runbook: Runbook, typed: string): HelpTopic[] {
  const words = wordsOf(typed);
  const rows = Object.keys(runbook.troubleshooting);
  if (words.length === 0) return rows.map((id) => toTopic(runbook, id));
  if (isStatusAlone(typed)) return [...findStatuses(runbook, typed), ...cellErrors(runbook, typed)];
  const found = [
    ...rows.map((id) => ({ topic: toTopic(runbook, id), score: rowScore(runbook, id, words) })),
    ...Object.entries(runbook.entries).map(([id, { title, symptom }]) => ({
      topic: { id, issue: title, symptom },
      score: wayInScore(title, symptom, words),
    })),
    ...Object.entries(runbook.resolutions).map(([id, resolution]) => ({
      topic: resolutionTopic(id, resolution),
      score: resolutionScore(resolution, words),
    })),
  ].sort((a, b) => b.score - a.score);
  const best = found[0]?.score ?? 0;
  const close = found.filter(({ score }) => score > 0 && score >= best / 2).slice(0, topicsAtMost);
  return [...cellErrors(runbook, typed), ...findStatuses(runbook, typed), ...close.map(({ topic }) => topic)];
}

function toTopic(runbook: Runbook, id: string): Advice {
  const { issue, cause, solution, link } = runbook.troubleshooting[id]!;
  const url = linkUrl(runbook, link);
  return { id, issue, cause, solution, ...(url && { link: url }) };
}

function cellErrors(runbook: Runbook, typed: string): Advice[] {
  return recogniseErrors(runbook, typed).map(({ errorClass }) => {
    const { label, cause, fix } = runbook.errors[errorClass]!;
    return { id: errorClass, issue: label, cause, solution: fix };
  });
}

type Resolution = Runbook["resolutions"][string];

function resolutionTopic(id: string, { incident_title, cause = "Not known yet", steps }: Resolution): Advice {
  const first = steps.slice(0, stepsShown).map((step) => step.do);
  return { id, issue: incident_title, cause, solution: first.join(" ") };
}

/** A word of the issue counts most, then the words people look for it by, then the rest. */
function rowScore(runbook: Runbook, id: string, words: string[]): number {
  const { issue, words: others, cause, solution } = runbook.troubleshooting[id]!;
  return score(words, [
    { text: issue, weight: 3 },
    { text: others.join(" "), weight: 2 },
    { text: `${cause} ${solution}`, weight: 1 },
  ]);
}

/** Rows are written for people who look something up, so of those that fit alike they come first. */
function wayInScore(title: string, symptom: string, words: string[]): number {
  return score(words, [
    { text: title, weight: 2.5 },
    { text: symptom, weight: 1 },
  ]);
}

function resolutionScore(resolution: Resolution, words: string[]): number {
  const { title, incident_title, cause = "", words: others } = resolution;
  return score(words, [
    { text: others.join(" "), weight: 3 },
    { text: `${title} ${incident_title}`, weight: 2.5 },
    { text: cause, weight: 1 },
  ]);
}

/** Each word counts once, by the first place it is found in. */
function score(words: string[], places: { text: string; weight: number }[]): number {
  const read = places.map(({ text, weight }) => ({ weight, texts: wordsOf(text) }));
  return words.reduce((sum, word) => {
    const place = read.find(({ texts }) => texts.some((text) => isAlike(text, word)));
    return sum + (place?.weight ?? 0);
  }, 0);
}
