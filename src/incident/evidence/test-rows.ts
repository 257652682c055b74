import type { EvidenceKey } from "../../runbook/evidence.ts";
import type { WalkState } from "../../walk/walk-state.ts";
import type { Diagnosis, ProbeResult } from "./evidence.ts";
import { probesOf } from "./evidence-kinds.ts";

/** What triage last said: its answers, and the results of its last look; null before the first. */
export type LastSeen = { answers: Diagnosis["answers"]; results: readonly ProbeResult[] | null };

/** A webhook a new look is to test with a row. */
export type WebhookToTest = Pick<ProbeResult, "probe" | "name">;

const key: EvidenceKey = "webhook_accepting";
const cannotBeTested = ["webhook.not_set", "webhook.never_tested"];

/**
 * The webhooks a new look for a walk is to send a test row to, since each row costs: those that refused rows, and
 * where none is known to, all that may be tested. Undefined: no look says which there are.
 */
export function webhooksToTest(walk: WalkState, { answers, results }: LastSeen): WebhookToTest[] | undefined {
  const refused = refusingWebhooks(walk, answers);
  return results
    ?.filter(({ kind, code }) => kind === "webhook" && !cannotBeTested.includes(code))
    .filter(({ probe }) => refused.length === 0 || refused.includes(probe))
    .map(({ probe, name }) => ({ probe, name }));
}

/** Where they take rows again by now, the walk still tells which it came here for. */
function refusingWebhooks({ path }: WalkState, answers: Diagnosis["answers"]): string[] {
  const known = answers[key];
  if (known?.answer === "no") return probesOf(known);
  return path.flatMap((step) =>
    "how" in step && step.how.by === "evidence" && step.how.key === key && step.answer.id !== "yes"
      ? [step.how.probe]
      : [],
  );
}
