import type { Actor } from "../lib/actor.ts";
import { sentence } from "../lib/sentence.ts";
import { addMinutes, type Instant } from "../lib/time.ts";
import { say, sentences, time, type Words } from "../lib/words.ts";
import { type EvidenceAnswer, type EvidenceKey, evidenceKeys } from "../runbook/evidence.ts";
import type { Question, Runbook } from "../runbook/schema.ts";
import { choicesOf, nextPlaces, type TreeChoice } from "../runbook/tree.ts";
import type { AskedQuestion, WalkState } from "./walk-state.ts";

/** What a decision on a walk may use besides runbook, state and command. */
export type WalkContext = {
  now: Instant;
  by: Actor;
  /** The answers of the latest diagnosis. */
  evidence: Partial<Record<EvidenceKey, EvidenceAnswer>>;
  /** Evidence older than this answers nothing. */
  freshMinutes: number;
};

/** What counts on a walk of what probes said: fresh, and not called wrong by a person since. */
export function freshEvidence(
  state: WalkState,
  context: WalkContext,
  key: EvidenceKey,
): EvidenceAnswer | undefined {
  const answer = context.evidence[key];
  if (!answer || isStale(answer, context)) return undefined;
  const wasRejected = state.rejected.some((rejected) => rejected.key === key && rejected.at >= answer.at);
  return wasRejected ? undefined : answer;
}

/** Tells whether a probe spoke too long ago to be believed, or its target was looked at since and could not be read. */
export function isStale({ at, unread }: EvidenceAnswer, { now, freshMinutes }: WalkContext): boolean {
  return unread !== undefined || addMinutes(at, freshMinutes) < now;
}

/** What the newest look saw, before what an older one did. */
export function unreadWords(
  { at, because }: EvidenceAnswer,
  unread: NonNullable<EvidenceAnswer["unread"]>,
): Words {
  return sentences(
    say`Triage looked at ${time(unread.at)} and could not tell: ${sentence(unread.because)}`,
    say`Before that, at ${time(at)}: ${sentence(because)}`,
  );
}

/** The id of the choice that evidence picks: the one that lists the finding's code, else "yes" or "no". */
export function choiceByEvidence(
  runbook: Runbook,
  question: AskedQuestion,
  answer: EvidenceAnswer,
): string | undefined {
  const known = runbook.questions[question.id];
  const picked = known && pickedBy(runbook, known, answer);
  return question.choices.find(({ id }) => id === picked?.id)?.id;
}

/** The choice of the runbook's question that an answer of triage picks, if it picks one. */
export function pickedBy(
  runbook: Runbook,
  question: Question,
  { code, answer }: EvidenceAnswer,
): TreeChoice | undefined {
  return choicesOf(runbook, question).find(
    ({ id, codes }) => (code !== undefined && codes.includes(code)) || id === answer,
  );
}

/**
 * The question behind which evidence proves a fault that can explain the symptom, if there is one ahead of where the
 * walk stands. Such evidence goes first, so that nobody is asked what a probe has settled. In the order of
 * `evidenceKeys`: the platform before what depends on it.
 */
export function provenFault(
  runbook: Runbook,
  state: WalkState,
  current: AskedQuestion,
  context: WalkContext,
): string | undefined {
  const answered = state.path.flatMap((step) => ("question" in step ? [step.question.id] : []));
  const ahead = questionsAhead(runbook, current).filter((id) => !answered.includes(id));
  return faultsThatExplain(runbook, state)
    .map((key) => ({ key, said: freshEvidence(state, context, key) }))
    .filter(({ said }) => said?.answer === "no")
    .map(({ key, said }) => ahead.find((id) => isAnswered(runbook, runbook.questions[id]!, key, said!)))
    .find((id) => id !== undefined);
}

function faultsThatExplain({ entries }: Runbook, { entry }: WalkState): readonly EvidenceKey[] {
  const named = entry ? entries[entry.id]?.explained_by : undefined;
  return named ? evidenceKeys.filter((key) => named.includes(key)) : evidenceKeys;
}

function isAnswered(runbook: Runbook, question: Question, key: EvidenceKey, said: EvidenceAnswer): boolean {
  return question.evidence === key && pickedBy(runbook, question, said) !== undefined;
}

/** The current question and all that its answers can lead to, nearest first. */
function questionsAhead(runbook: Runbook, current: AskedQuestion): string[] {
  const found = runbook.questions[current.id] ? [current.id] : [];
  const waiting = current.choices.map(({ leadsTo }) => leadsTo);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (!("question" in next) || found.includes(next.question) || !runbook.questions[next.question]) continue;
    found.push(next.question);
    waiting.push(...nextPlaces(runbook, next));
  }
  return found;
}
