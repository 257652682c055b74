import type { ProbeResult } from "../../incident/evidence.ts";
import type { Side } from "../../runbook/evidence.ts";
import { isAnswered, isUnanswered, isWrong, listNames, listWithCause, withHostsAsOne } from "./reading.ts";

/** Whose side the trouble is on, and the sentences that say why. */
export type SideFound = { side: Side; sideEvidence: string };

/**
 * Places the worst finding. Its words say whose side it is on, unless no answer came from Clay: then the other
 * probes are witnesses, for whoever did answer shows that our network works. `isShared` tells that other probes
 * failed of the same cause.
 */
export function whoseSide(top: ProbeResult, isShared: boolean, results: readonly ProbeResult[]): SideFound {
  const placed = isSilenceOfClay(top, isShared) ? placeSilence(results) : undefined;
  const side = placed?.side ?? top.side;
  const why = placed?.why ?? pointers(side, results);
  return { side, sideEvidence: [why, bystanders(results, !placed)].filter(Boolean).join(" ") };
}

/** A single address that does not answer may be mistyped, and its words then say so. */
function isSilenceOfClay(top: ProbeResult, isShared: boolean): boolean {
  if (top.kind === "callback" || !isUnanswered(top)) return false;
  return isShared || top.kind === "reach" || top.side === "clay" || top.side === "unknown";
}

function placeSilence(results: readonly ProbeResult[]): { side: Side; why: string } {
  const silent = results.filter((result) => isUnanswered(result) && result.kind !== "callback");
  const answered = results.filter(isAnswered);
  const outside = answered.filter(({ kind }) => kind !== "callback");
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

const pointsTo: Record<Side, string> = {
  clay: "Clay's side",
  sender: "what you send",
  callback: "your own callback",
  configuration: "your configuration",
  account: "your Clay account or its limits",
  unknown: "no side for certain",
};

function pointers(side: Side, results: readonly ProbeResult[]): string {
  const speaking = results.filter((result) => isWrong(result) && result.side === side);
  return speaking.length > 0 ? `${listWithCause(speaking)}: ${pointsTo[side]}.` : "";
}

/** What is fine and what is not known, for both limit what the trouble can be. */
export function bystanders(results: readonly ProbeResult[], withSilent = true): string {
  const fine = results.filter(({ outcome }) => outcome === "ok");
  const unknown = results.filter(
    (result) => result.outcome === "unknown" && (withSilent || !isUnanswered(result)),
  );
  return [
    fine.length > 0 ? `Fine: ${listNames(withHostsAsOne(fine, results))}.` : "",
    unknown.length > 0 ? `Not known: ${listNames(unknown)}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
