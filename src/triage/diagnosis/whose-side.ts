import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Side } from "../../runbook/evidence.ts";
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

/** Whose side the trouble is on, and the sentences that say why. */
type SideFound = { side: Side; sideEvidence: string };

/**
 * Places the worst finding. Its words say whose side it is on, unless no answer came from Clay: then the other
 * probes are witnesses, for whoever did answer shows that our network works. `isShared` tells that other probes
 * failed of the same cause.
 */
export function whoseSide(top: ProbeResult, isShared: boolean, results: readonly ProbeResult[]): SideFound {
  if (isSilenceOfClay(top, isShared)) {
    const { side, why } = placeSilence(results);
    const rest = [fineOnes(results), notKnown(results.filter((result) => !isUnanswered(result)))];
    return { side, sideEvidence: sentences([onSide(sideWords[side]), why, ...rest]) };
  }
  const { side } = top;
  const fine = isOurs(results, side) ? notAnOutage(results) : fineOnes(results);
  const said = [onSide(wordsOf(top)), isShared ? "" : speakers(side, results), fine, notKnown(results)];
  return { side, sideEvidence: sentences(said) };
}

/** A single address that does not answer may be mistyped, and its words then say so. */
function isSilenceOfClay(top: ProbeResult, isShared: boolean): boolean {
  if (!isOfClay(top) || !isUnanswered(top) || isKeptBack(top)) return false;
  return isShared || top.kind === "reach" || top.side === "clay" || top.side === "unknown";
}

function placeSilence(results: readonly ProbeResult[]): { side: Side; why: string } {
  const silent = results.filter((result) => isUnanswered(result) && isOfClay(result));
  const answered = results.filter(isAnswered);
  const outside = answered.filter((result) => !isYours(result));
  const failed = `No answer from ${listWithCause(silent)}.`;
  if (outside.length > 0) {
    return {
      side: "clay",
      why: `${failed} Our network reaches the internet: ${listNames(outside)} answered.`,
    };
  }
  if (answered.length > 0) {
    const own = listNames(answered);
    return {
      side: "unknown",
      why: `${failed} ${own} answered, so it is Clay or our way out to the internet.`,
    };
  }
  return {
    side: "unknown",
    why: `${failed} Nothing else was reached, so Clay cannot be told from our own network.`,
  };
}

const sideWords: Record<Side, string> = {
  clay: "Clay's",
  sender: "what you send",
  callback: "your own callback",
  configuration: "your configuration",
  account: "your Clay account or its limits",
  provider: "a data provider's",
  network: "your own network",
  unknown: "not certain",
};

function wordsOf({ code, side }: ProbeResult): string {
  return code === "webhook.limit_reached" ? "Clay's limit on your webhook" : sideWords[side];
}

/** The sentence that says it first: "On whose side: Clay's." */
export function onSide(words: string): string {
  return `On whose side: ${words}.`;
}

/** One that speaks is in the verdict already, as are those that share a cause. */
function speakers(side: Side, results: readonly ProbeResult[]): string {
  const speaking = results.filter((result) => isWrong(result) && result.side === side);
  return speaking.length > 1 ? `Shown by ${listWithCause(speaking)}.` : "";
}

/** Tells whether Clay's own machines are well and nothing that is wrong can be theirs. */
function isOurs(results: readonly ProbeResult[], side: Side): boolean {
  const hosts = results.filter(({ kind }) => kind === "reach");
  const suspects = results.filter((result) => result.side === "clay" || result.side === "unknown");
  const isWell = hosts.length > 0 && hosts.every(({ outcome }) => outcome === "ok");
  return side !== "clay" && side !== "unknown" && isWell && !suspects.some(isWrong);
}

function notAnOutage(results: readonly ProbeResult[]): string {
  const fine = withHostsAsOne(results.filter(isFine), results);
  const isOne = fine.length === 1 && fine[0]!.name !== "Clay's hosts";
  return `Not an outage: ${listNames(fine)} ${isOne ? "is" : "are"} fine.`;
}

/** What is fine limits what the trouble can be. */
export function fineOnes(results: readonly ProbeResult[]): string {
  const fine = results.filter(isFine);
  return fine.length > 0 ? `Fine: ${listNames(withHostsAsOne(fine, results))}.` : "";
}

function notKnown(results: readonly ProbeResult[]): string {
  const unknown = results.filter(({ outcome }) => outcome === "unknown");
  return unknown.length > 0 ? `Not known: ${listNames(unknown)}.` : "";
}

function isFine({ outcome }: ProbeResult): boolean {
  return outcome === "ok";
}

function sentences(parts: readonly string[]): string {
  return parts.filter(Boolean).join(" ");
}
