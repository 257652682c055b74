import type { Config } from "../../config/schema.ts";
import { systemClock } from "../../record/system-clock.ts";
import { planProbes } from "../../triage/probes/plan-probes.ts";
import { runTriage } from "../../triage/probes/run-triage.ts";

/** Reads the credit balance with the first key that can, as triage does. Undefined: Clay did not tell. */
export function createBalance(config: Config): () => Promise<number | undefined> {
  const probes = planProbes(config.clay).filter(({ kind }) => kind === "credits");
  return async () => {
    const results = await runTriage({
      probes,
      runbook: { findings: {}, links: {} },
      clock: systemClock,
      deadlineMs: config.triage.deadline_ms,
    });
    return results.map(({ balance }) => balance?.credits).find((credits) => typeof credits === "number");
  };
}
