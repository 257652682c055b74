import type { Diagnosis, ProbeKind, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { EvidenceAnswer, EvidenceKey } from "../../runbook/evidence.ts";
import { rankResults } from "./rank-findings.ts";
import { isAnswered, isYours, listNames } from "./reading.ts";

/**
 * The answers the decision tree can take from the results. One target that fails is a "no"; a "yes" needs every
 * target of the kind to be fine. What is unknown, skipped or merely slow proves nothing against anybody.
 */
export function answerQuestions(results: readonly ProbeResult[]): Diagnosis["answers"] {
  const proving = results.some((result) => !isYours(result) && isAnswered(result))
    ? results
    : // As long as nobody on the internet answered, it may be our way out that is broken, and Clay is well.
      results.filter(isYours);
  const of = (...kinds: ProbeKind[]) => proving.filter(({ kind }) => kinds.includes(kind));
  const answers: Record<EvidenceKey, EvidenceAnswer | undefined> = {
    platform_up: platformUp(of("platform"), of("reach")),
    webhook_accepting: answer(of("webhook"), refusesRows),
    credits_left: meterLeft(of("credits"), of("api"), "credits"),
    actions_left: meterLeft(of("credits"), [], "actions"),
    providers_up: answer(of("provider"), ({ code }) => code === "provider.incident_major"),
    api_key_valid: answer(of("api"), ({ code }) => /\.(unauthorized|forbidden)$/.test(code)),
    callback_up: answer(of("callback"), ({ outcome }) => outcome === "failing"),
  };
  return Object.fromEntries(Object.entries(answers).filter(([, found]) => found !== undefined));
}

/** A throttled webhook takes some rows and loses the others, so it counts, too. */
function refusesRows({ outcome, code }: ProbeResult): boolean {
  return outcome === "failing" || code === "webhook.rate_limited";
}

function isFine({ code, outcome }: ProbeResult): boolean {
  return outcome === "ok" || code.endsWith(".slow");
}

function answer(
  results: readonly ProbeResult[],
  isNo: (result: ProbeResult) => boolean,
): EvidenceAnswer | undefined {
  const [no, ...others] = rankResults(results).filter(isNo);
  if (no) {
    const also = others.map(({ probe }) => probe);
    return { ...from(no, "no", no.meaning), ...(also.length > 0 && { also }) };
  }
  const last = results.at(-1);
  if (!last || !results.every(isFine)) return undefined;
  return from(last, "yes", results.length === 1 ? last.meaning : `${listNames(results)} are fine.`);
}

function from({ probe, at, code }: ProbeResult, said: "yes" | "no", because: string): EvidenceAnswer {
  return { answer: said, because, probe, at, code };
}

/**
 * Up takes an all-clear from the status page and every host reached; a page we cannot read gives no all-clear. Down is
 * what is posted as a major incident, or when no host but Clay's marketing site can be used.
 */
function platformUp(
  status: readonly ProbeResult[],
  reach: readonly ProbeResult[],
): EvidenceAnswer | undefined {
  const posted = status.find(({ code }) => code === "platform.incident_major");
  if (posted) return from(posted, "no", posted.meaning);
  const product = reach.filter(({ probe }) => !probe.startsWith("reach:www."));
  const hosts = product.length > 0 ? product : reach;
  const first = hosts[0];
  if (first && hosts.every(({ outcome }) => outcome === "failing")) {
    return from(first, "no", `${listNames(hosts)} cannot be used: ${first.meaning}`);
  }
  return status.length > 0 ? answer([...reach, ...status], () => false) : undefined;
}

function meterLeft(
  credits: readonly ProbeResult[],
  api: readonly ProbeResult[],
  meter: "credits" | "actions",
): EvidenceAnswer | undefined {
  const exhausted = new RegExp(`\\.(${meter}|both)_exhausted$`);
  const left = ({ balance }: ProbeResult) => balance?.[meter] ?? 0;
  const no = [...credits, ...api].find(({ code }) => exhausted.test(code));
  if (no) return from(no, "no", no.meaning);
  const lowest = credits.toSorted((a, b) => left(a) - left(b))[0];
  return lowest && left(lowest) > 0
    ? from(lowest, "yes", `${left(lowest).toLocaleString("en-US")} ${meter} left`)
    : undefined;
}
