import type { ProbeResult } from "../incident/evidence/evidence.ts";
import type { BotHealth } from "./bot-health.ts";
import type { Probing } from "./triage-runs.ts";

/** The probes, telling how each ended and how long it took. */
export function watchProbes(probing: Probing, health: BotHealth): Probing {
  const tell = ({ kind, outcome, timings }: ProbeResult) => {
    if (timings) health.probed(kind, outcome, timings.totalMs);
  };
  return {
    ...probing,
    run: (onResult) =>
      probing.run((result) => {
        tell(result);
        onResult(result);
      }),
    async sendTestRow(probe) {
      const result = await probing.sendTestRow(probe);
      if (result) tell(result);
      return result;
    },
  };
}
