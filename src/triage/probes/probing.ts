import type { Config } from "../../config/schema.ts";
import { createProxyFor } from "../../lib/network/proxy-for.ts";
import type { Logger } from "../../log.ts";
import type { Clock } from "../../record/ports.ts";
import type { Runbook } from "../../runbook/schema.ts";
import type { Probing } from "../../service/triage-runs.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import { planNeutralProbe, planProbes, planTestRow } from "./plan-probes.ts";
import { type Probe, plannedOf } from "./probe.ts";
import { runTriage } from "./run-triage.ts";

/** Makes the configured probes and reads their results with the runbook's words. */
export function createProbing(parts: {
  config: Config;
  runbook: Runbook;
  clock: Clock;
  log: Logger;
}): Probing {
  const { config, runbook, clock, log } = parts;
  const probes = planProbes(config.clay);
  const neutral = planNeutralProbe(config);
  const proxyFor = createProxyFor(config.network);
  const run = (made: readonly Probe[], onResult?: Parameters<Probing["run"]>[0]) =>
    runTriage({
      probes: made,
      runbook,
      clock,
      deadlineMs: config.triage.deadline_ms,
      neutral,
      proxyFor,
      onBug: (err, probe) => log.error({ err, probe: probe.probe }, "a probe tripped over a bug"),
      ...(onResult && { onResult }),
    });
  return {
    plan: () => probes.map(plannedOf),
    run: (onResult) => run(probes, onResult),
    async sendTestRow(probe) {
      const planned = planTestRow(config.clay, probe);
      return planned && (await run([planned]))[0];
    },
    diagnose,
  };
}
