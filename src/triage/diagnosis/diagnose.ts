import type { Diagnosis, Finding, ProbeResult } from "../../incident/evidence/evidence.ts";
import { worst } from "../../runbook/severity.ts";
import { answerQuestions } from "./answer-questions.ts";
import { findingOf, rankResults } from "./rank-findings.ts";
import {
  isAnswered,
  isKeptBack,
  isOfClay,
  isUnanswered,
  isWrong,
  isYours,
  listNames,
  listWithCause,
  withHostsAsOne,
} from "./reading.ts";
import { fineOnes, onSide, whoseSide } from "./whose-side.ts";

/**
 * Adds up the results of a run: what is wrong, worst first, on whose side it is and why, which severity that
 * suggests, and which questions of the decision tree it answers. Pure; the words are those the results carry.
 */
export function diagnose(results: readonly ProbeResult[]): Diagnosis {
  const ranked = rankResults(results);
  const findings = ranked.map(findingOf);
  const answers = answerQuestions(results);
  const wrong = ranked.filter(isWrong);

  if (isCutOff(results)) return { ...cutOff(results), findings: findings.map(withoutSeverity), answers: {} };
  if (!wrong[0]) return { ...allClear(results, ranked), findings, answers };
  const shared = sharingTheCause(wrong, results);
  const severity = worst(wrong.map((result) => result.severity));
  const verdict = verdictOf(wrong, shared, results);
  const placed = whoseSide(wrong[0], shared.length > 0, results);
  const isOutage = shared.length > 0 && placed.side === "clay";
  return {
    outcome: wrong[0].outcome === "failing" ? "failing" : "degraded",
    verdict,
    ...placed,
    ...(severity ? { severity } : {}),
    findings: shared.length > 0 ? withOneRemedy(findings, results) : findings,
    answers: isOutage ? ofOutage(wrong[0], verdict, answers) : answers,
  };
}

/** Whoever reads "an outage at Clay" in the verdict is not asked whether Clay is up. A posted incident says more. */
function ofOutage(
  { probe, at, code }: ProbeResult,
  because: string,
  answers: Diagnosis["answers"],
): Diagnosis["answers"] {
  if (answers.platform_up?.answer === "no") return answers;
  return { ...answers, platform_up: { answer: "no", because, probe, at, code } };
}

/** What an outage takes with it has one remedy, that of the worst finding: each by itself mends nothing. */
function withOneRemedy(findings: readonly Finding[], results: readonly ProbeResult[]): Finding[] {
  const broken = new Set(results.filter(isBrokenAtClay).map(({ probe }) => probe));
  const remedy = findings[0]!.remedy;
  return findings.map((finding) => (broken.has(finding.probe) ? { ...finding, remedy } : finding));
}

/**
 * Tells whether no server out there answered: then the common cause is near us, and nothing is proven about Clay. What
 * is your own may well be reached, but says so only where a neutral host was asked as well.
 */
function isCutOff(results: readonly ProbeResult[]): boolean {
  const askedNeutral = results.some(({ kind }) => kind === "neutral");
  const reached = results.filter((result) => isAnswered(result) && !(askedNeutral && isYours(result)));
  return results.some(isUnanswered) && reached.length === 0;
}

/** Of what could not be reached nobody knows how bad it is. */
function withoutSeverity({ severity: _, ...finding }: Finding): Finding {
  return finding;
}

function hostOf({ target }: ProbeResult): string {
  return target.split("/")[0]!;
}

function cutOff(
  results: readonly ProbeResult[],
): Pick<Diagnosis, "outcome" | "verdict" | "side" | "sideEvidence"> {
  const unreached = results.filter(isUnanswered);
  const inconclusive = { outcome: "inconclusive", side: "unknown" } as const;
  if (new Set(unreached.map(hostOf)).size === 1) {
    return {
      ...inconclusive,
      verdict: `Nothing could be reached, so nothing is known about Clay. Only ${hostOf(unreached[0]!)} was asked.`,
      sideEvidence: `${onSide("not certain")} No answer from ${listWithCause(unreached)}. Nobody else was asked, so it may be our own network.`,
    };
  }
  const lastWords = unreached.every(isKeptBack)
    ? "Your network's proxy lets nothing through."
    : "They share no provider but the way from here to the internet.";
  const own = results.filter(isAnswered);
  const exception = own.length > 0 ? ` Only ${listNames(own)} answered.` : "";
  return {
    ...inconclusive,
    side: "network",
    verdict: `Most likely: our own network. None of the ${unreached.length} addresses out there could be reached, so nothing is known about Clay.${exception}`,
    sideEvidence: `${onSide("most likely ours")} No answer from ${listWithCause(unreached)}. ${lastWords}`,
  };
}

function verdictOf(
  wrong: readonly ProbeResult[],
  shared: readonly ProbeResult[],
  results: readonly ProbeResult[],
): string {
  const top = wrong[0]!;
  // One sentence for the common cause, or people would chase each consequence by itself.
  if (shared.length > 0) {
    const guess = shared.every(isUnanswered) ? "Clay is down or cannot be reached" : "an outage at Clay";
    return `Most likely: ${guess}. What fails: ${listNames(withHostsAsOne(shared, results))}.`;
  }
  const others = wrong.filter(({ name }) => name !== top.name);
  return `Most likely: ${top.meaning}${others.length > 0 ? ` Also troubled: ${listNames(others)}.` : ""}`;
}

/** What fails together with the worst finding because Clay itself is in trouble; empty when it stands alone. */
function sharingTheCause(wrong: readonly ProbeResult[], results: readonly ProbeResult[]): ProbeResult[] {
  const broken = wrong.filter(isBrokenAtClay);
  return broken.includes(wrong[0]!) && isCommon(broken, results) ? broken : [];
}

function isBrokenAtClay(result: ProbeResult): boolean {
  if (!isOfClay(result) || isKeptBack(result)) return false;
  return isUnanswered(result) || result.code.endsWith(".server_error");
}

/** Tells whether several unlike probes agree, or all of Clay's hosts do: then it is not about one of them. */
function isCommon(broken: readonly ProbeResult[], results: readonly ProbeResult[]): boolean {
  const hosts = results.filter(({ kind }) => kind === "reach");
  const allHosts = hosts.length > 1 && hosts.every((host) => broken.includes(host));
  return allHosts || new Set(broken.map(({ kind }) => kind)).size > 1;
}

function allClear(
  results: readonly ProbeResult[],
  ranked: readonly ProbeResult[],
): Pick<Diagnosis, "outcome" | "verdict" | "side" | "sideEvidence"> {
  const fine = results.filter(({ outcome }) => outcome === "ok");
  const unknown = ranked.filter(({ outcome }) => outcome === "unknown");
  const untested = results.filter(({ outcome }) => outcome === "skipped");
  const caveats = [
    unknown.length > 0 ? `Not known: ${listNames(unknown)}.` : "",
    untested.length > 0 ? `Not tested: ${listNames(untested)}.` : "",
  ];
  const isKnown = fine.length > 0 && kindsOf(unknown).size <= kindsOf(fine).size;
  const unsure = fine.length > 0 ? "Most of it could not be determined." : "Nothing could be determined.";
  const first = isKnown ? "Nothing wrong was found." : unsure;
  return {
    outcome: isKnown ? "healthy" : "inconclusive",
    verdict: [first, ...caveats].filter(Boolean).join(" "),
    side: "unknown",
    sideEvidence: fineOnes(results),
  };
}

/** Five hosts that answer are one thing that is known, as three balances that do not are one that is not. */
function kindsOf(results: readonly ProbeResult[]): Set<ProbeResult["kind"]> {
  return new Set(results.map(({ kind }) => kind));
}
