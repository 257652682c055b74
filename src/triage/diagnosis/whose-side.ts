import type { ProbeResult } from "../../incident/evidence.ts";
import type { Side } from "../../runbook/evidence.ts";
import { isAnswered, isUnanswered, isWrong, listNames, listWithCause } from "./reading.ts";

/** Whose side the trouble is on, and the sentences that say why. */
export type SideFound = { side: Side; sideEvidence: string };

/**
 * Places the worst finding. Where its words leave the side open, because no answer came, the other probes are
 * witnesses: whoever did answer shows that our network works.
 */
export function whoseSide(top: ProbeResult, results: readonly ProbeResult[]): SideFound {
  const { side, why } =
    top.side === "unknown" && isUnanswered(top) ? placeSilence(results) : { side: top.side, why: "" };
  return {
    side,
    sideEvidence: [why || pointers(side, results), bystanders(results)].filter(Boolean).join(" "),
  };
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
function bystanders(results: readonly ProbeResult[]): string {
  const fine = results.filter(({ outcome }) => outcome === "ok");
  const unknown = results.filter(({ outcome }) => outcome === "unknown");
  return [
    fine.length > 0 ? `Fine: ${listNames(fine)}.` : "",
    unknown.length > 0 ? `Not known: ${listNames(unknown)}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** The evidence when nothing is wrong. */
export function nothingWrong(results: readonly ProbeResult[]): string {
  return bystanders(results);
}
