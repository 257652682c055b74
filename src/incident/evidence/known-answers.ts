import type { EvidenceAnswer, EvidenceKey } from "../../runbook/evidence.ts";
import type { Diagnosis, ProbeResult } from "./evidence.ts";
import { probesOf, unreadResult } from "./evidence-kinds.ts";

type Answers = Diagnosis["answers"];
type Look = { diagnosis: Pick<Diagnosis, "answers">; results: readonly ProbeResult[] };

/**
 * What is known after a look: of two answers the later one. An answer that the look was to see again and could not read
 * is what was known before. Where webhooks refused rows and every one of them takes
 * them now, that fault is disproved, even if no other webhook was tested.
 */
export function answersAfter(known: Answers, { diagnosis, results }: Look): Answers {
  const mended = mendedWebhooks(known.webhook_accepting, results);
  const said: Answers = { ...(mended && { webhook_accepting: mended }), ...diagnosis.answers };
  const isNews = ([key, answer]: [string, EvidenceAnswer]) =>
    answer.at >= (known[key as EvidenceKey]?.at ?? answer.at);
  const latest: Answers = { ...known, ...Object.fromEntries(Object.entries(said).filter(isNews)) };
  const marked = Object.entries(latest).map(([key, answer]) => [
    key,
    Object.hasOwn(said, key) ? answer : withUnread(key as EvidenceKey, answer, results),
  ]);
  return Object.fromEntries(marked);
}

function withUnread(
  key: EvidenceKey,
  answer: EvidenceAnswer,
  results: readonly ProbeResult[],
): EvidenceAnswer {
  const unread = unreadResult(key, answer, results);
  return unread && unread.at >= answer.at
    ? { ...answer, unread: { at: unread.at, because: unread.meaning } }
    : answer;
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
