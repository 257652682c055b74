import type { Diagnosis, ProbeKind, ProbeResult } from "../../incident/evidence.ts";
import type { EvidenceAnswer } from "../../runbook/evidence.ts";
import { listNames } from "./reading.ts";

/**
 * The answers the decision tree can take from the results. One target that fails is a "no"; a "yes" needs every
 * target of the kind to be fine. What is unknown, skipped or merely troubled answers nothing: a person should.
 */
export function answerQuestions(results: readonly ProbeResult[]): Diagnosis["answers"] {
  const of = (...kinds: ProbeKind[]) => results.filter(({ kind }) => kinds.includes(kind));
  const answers = {
    platform_up: platformUp(of("platform"), of("reach")),
    webhook_accepting: answer(of("webhook"), refusesForGood, accepted),
    credits_left: meterLeft(of("credits"), of("api"), "credits"),
    actions_left: meterLeft(of("credits"), [], "actions"),
    api_key_valid: answer(of("api"), ({ code }) => /\.(unauthorized|forbidden)$/.test(code), accepted),
    callback_up: answer(of("callback"), ({ outcome }) => outcome === "failing", accepted),
  };
  return Object.fromEntries(Object.entries(answers).filter(([, found]) => found !== undefined));
}

function accepted({ code }: ProbeResult): boolean {
  return /\.(ok|slow)$/.test(code);
}

/** "No" sends people to replace the webhook, so only what a new webhook mends counts; a 429 or a 5xx does not. */
function refusesForGood({ code }: ProbeResult): boolean {
  return code === "webhook.limit_reached" || code === "webhook.not_found";
}

function answer(
  results: readonly ProbeResult[],
  isNo: (result: ProbeResult) => boolean,
  isYes: (result: ProbeResult) => boolean,
): EvidenceAnswer | undefined {
  const no = results.find(isNo);
  if (no) return from(no, "no", no.meaning);
  const last = results.at(-1);
  if (!last || !results.every(isYes)) return undefined;
  return from(last, "yes", results.length === 1 ? last.meaning : `${listNames(results)} are fine.`);
}

function from({ probe, at }: ProbeResult, said: "yes" | "no", because: string): EvidenceAnswer {
  return { answer: said, because, probe, at };
}

/** Up takes an all-clear from the status page and every host reached; a page we cannot read gives no all-clear. */
function platformUp(
  status: readonly ProbeResult[],
  reach: readonly ProbeResult[],
): EvidenceAnswer | undefined {
  const posted = status.find(({ code }) => code === "platform.incident_major");
  if (posted) return from(posted, "no", posted.meaning);
  const first = reach[0];
  if (first && reach.every(({ outcome }) => outcome === "failing")) {
    return from(first, "no", `${listNames(reach)} cannot be used: ${first.meaning}`);
  }
  return status.length > 0 ? answer([...reach, ...status], () => false, accepted) : undefined;
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
