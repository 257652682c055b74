import type { EvidenceAnswer, EvidenceKey } from "../../runbook/evidence.ts";
import type { Diagnosis, ProbeResult } from "./evidence.ts";

type Answers = Diagnosis["answers"];
type Look = { diagnosis: Pick<Diagnosis, "answers">; results: readonly ProbeResult[] };

/**
 * What is known after a look: of two answers the later one. Where webhooks refused rows and every one of them takes
 * them now, that fault is disproved, even if no other webhook was tested.
 */
export function answersAfter(known: Answers, { diagnosis, results }: Look): Answers {
  const mended = mendedWebhooks(known.webhook_accepting, results);
  const said: Answers = { ...(mended && { webhook_accepting: mended }), ...diagnosis.answers };
  const isNews = ([key, answer]: [string, EvidenceAnswer]) =>
    answer.at >= (known[key as EvidenceKey]?.at ?? answer.at);
  return { ...known, ...Object.fromEntries(Object.entries(said).filter(isNews)) };
}

function mendedWebhooks(
  known: EvidenceAnswer | undefined,
  results: readonly ProbeResult[],
): EvidenceAnswer | undefined {
  if (known?.answer !== "no") return undefined;
  const now = probesOf(known).map((probe) => results.find((result) => result.probe === probe));
  const last = now.at(-1);
  if (!last || !now.every((result) => result && /\.(ok|slow)$/.test(result.code))) return undefined;
  const names = now.map((result) => result!.name).join(", ");
  const because = now.length === 1 ? last.meaning : `${names} take rows.`;
  const { probe, at, code } = last;
  return { answer: "yes", because, probe, at, code };
}

/** The probes an answer rests on, the worst first. */
export function probesOf({ probe, also = [] }: EvidenceAnswer): string[] {
  return [probe, ...also];
}
