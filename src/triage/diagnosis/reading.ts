import type { ProbeResult } from "../../incident/evidence.ts";

/** Tells whether a server answered, be it with an error. */
export function isAnswered(result: ProbeResult): boolean {
  return result.httpStatus !== undefined;
}

/** Tells whether a request was made and brought no answer at all. */
export function isUnanswered(result: ProbeResult): boolean {
  return result.outcome !== "skipped" && !isAnswered(result) && !/\.(bug|cancelled)$/.test(result.code);
}

/** Tells whether something is wrong with the target. Unknown is not wrong. */
export function isWrong(result: ProbeResult): boolean {
  return result.outcome === "failing" || result.outcome === "degraded";
}

/** Names joined as in a sentence: "A", "A and B", "A, B and C". */
export function listNames(results: readonly { name: string }[]): string {
  const names = results.map(({ name }) => name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Names with what each got: `Webhook "leads" (403)`, "api.clay.com (timeout)". */
export function listWithCause(results: readonly ProbeResult[]): string {
  return listNames(
    results.map(({ name, httpStatus, code }) => ({
      name: `${name} (${httpStatus ?? code.split(".")[1]?.replaceAll("_", " ")})`,
    })),
  );
}
