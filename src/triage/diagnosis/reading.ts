import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import { ownerOf } from "../kinds/kinds.ts";

/** Tells whether a server answered, be it with an error. */
export function isAnswered(result: ProbeResult): boolean {
  return result.httpStatus !== undefined;
}

/** Tells whether a request was made and brought no answer at all. */
export function isUnanswered(result: ProbeResult): boolean {
  return result.outcome !== "skipped" && !isAnswered(result) && !/\.(bug|cancelled)$/.test(result.code);
}

/** Tells whether your own network kept the request from its target, which then is known no better than before. */
export function isKeptBack({ code }: ProbeResult): boolean {
  return code.endsWith(".proxy");
}

/** Tells whether the target is Clay's or the way there, neither your own callback nor a provider. */
export function isOfClay(result: ProbeResult): boolean {
  return ownerOf(result) === "clay";
}

/** Tells whether the target is your own, which is reached without the internet. */
export function isYours(result: ProbeResult): boolean {
  return ownerOf(result) === "you";
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

/** Names with what each got: `Webhook "leads" (403)`, "Credits (exhausted)", "api.clay.com (timeout)". */
export function listWithCause(results: readonly ProbeResult[]): string {
  return listNames(results.map((result) => ({ name: `${result.name} (${shortCause(result)})` })));
}

function shortCause({ httpStatus, code }: ProbeResult): string {
  // A 200 explains nothing about what is wrong with the answer.
  if (httpStatus !== undefined && httpStatus >= 300) return String(httpStatus);
  return code.slice(code.indexOf(".") + 1).replaceAll("_", " ");
}

/** The same with Clay's hosts as one, when all of them are among these: then nobody needs them one by one. */
export function withHostsAsOne(
  some: readonly ProbeResult[],
  all: readonly ProbeResult[],
): { name: string }[] {
  const isHost = ({ kind }: ProbeResult) => kind === "reach";
  const hosts = some.filter(isHost);
  if (hosts.length < 2 || hosts.length < all.filter(isHost).length) return [...some];
  return some.flatMap((result) => {
    if (!isHost(result)) return [result];
    return result === hosts[0] ? [{ name: "Clay's hosts" }] : [];
  });
}
