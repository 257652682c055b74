import { sentence } from "../../lib/sentence.ts";
import { say, sentences, time, type Words } from "../../lib/words.ts";
import type { EvidenceAnswer } from "../../runbook/evidence.ts";
import { unreadWords } from "../../walk/walk-evidence.ts";
import { currentLeaf } from "../../walk/walk-state.ts";
import type { Evidence } from "../events.ts";
import type { Incident } from "../state.ts";
import { answersAfter } from "./known-answers.ts";

/**
 * What the webhook was last seen to do where a look did not test it, for those who wonder whether the test they made
 * counts; undefined when it refused rows, or was never tested.
 */
export function testedBefore(incident: Incident, look: Evidence | undefined): Words | undefined {
  const known = (look ? answersAfter(incident.answers, look) : incident.answers).webhook_accepting;
  const isNews = look?.results.some(({ at, kind }) => kind === "webhook" && at === known?.at);
  if (known?.answer !== "yes" || isNews) return undefined;
  if (known.unread) return unreadWords(known, known.unread);
  return say`Tested at ${time(known.at)}: ${sentence(known.because)}`;
}

/** What an incident is about and nobody has tested since. */
type Untested = {
  /** For the record. */
  what: string;
  /** The same with what to do about it. */
  words: Words;
};

/**
 * What the incident is about and a look did not test: what was wrong when it was last looked at, and a webhook the
 * walk came to that never got a test row. Pass no look where it was interrupted. No all-clear holds for these.
 */
export function untestedFaults(incident: Incident, look: Evidence | undefined): Untested[] {
  const known = look ? answersAfter(incident.answers, look) : incident.answers;
  const faults = Object.entries(known).filter(
    ([key, { answer }]) => answer === "no" && !(look && Object.hasOwn(look.diagnosis.answers, key)),
  );
  return [
    ...faults.map(([key, fault]) => lastSeenWrong(fault, howToTest(incident, key, look))),
    ...(known.webhook_accepting ? [] : neverTested(incident, look ?? incident.evidence)),
  ];
}

function lastSeenWrong(fault: EvidenceAnswer, how: string): Untested {
  const { at, because, unread } = fault;
  const what = sentence(because);
  if (unread) return { what, words: sentences(unreadWords(fault, unread), how) };
  return { what, words: say`Not tested this time, and at ${time(at)}: ${what} ${how}` };
}

function neverTested(incident: Incident, look: Evidence | null): Untested[] {
  const asks = look?.results.filter(({ offersTestRow }) => offersTestRow) ?? [];
  const isAbout = currentLeaf(incident.walk)?.steps.some(({ verify }) => verify === "webhook_accepting");
  if (asks.length === 0 || !isAbout) return [];
  const what = `Nobody has tested ${asks.map(({ name }) => name).join(", ")}.`;
  return [{ what, words: `${what} ${howToTest(incident, "webhook_accepting", look)}` }];
}

function howToTest(incident: Incident, key: string, look: Evidence | null | undefined): string {
  if (verifies(incident, key)) return "Press “Check now” in the checklist first.";
  if (key === "webhook_accepting") return "Run triage in the channel and press “Send test row” first.";
  return look ? "Triage could not tell now: look yourself first." : "Run triage again first.";
}

/** Tells whether a step of the checklist that is not ticked can be checked by this. */
function verifies({ walk }: Incident, key: string): boolean {
  const steps = currentLeaf(walk)?.steps ?? [];
  return steps.some(({ id, verify }) => verify === key && !walk.ticks.some(({ step }) => step === id));
}
