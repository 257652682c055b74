import type { Config } from "../../config/schema.ts";
import type { Diagnosis } from "../../incident/evidence/evidence.ts";
import { createProxyFor } from "../../lib/network/proxy-for.ts";
import type { Problem } from "../../lib/problem.ts";
import type { Clock } from "../../record/ports.ts";
import type { Runbook } from "../../runbook/schema.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import { planNeutralProbe, planProbes, planTestRow } from "../probes/plan-probes.ts";
import type { Probe } from "../probes/probe.ts";
import { createProgress, type Screen } from "../probes/progress.ts";
import { type RunOptions, runTriage } from "../probes/run-triage.ts";
import { renderReport } from "./render-report.ts";

export type TriageCommandOptions = {
  config: Pick<Config, "clay" | "triage" | "slack" | "network">;
  runbook: Pick<Runbook, "findings" | "links">;
  /** What is wrong in the configuration, so that it was not probed; part of the JSON document. */
  leftOut?: readonly Problem[];
  stdout: Screen;
  /** Lines fill in as probes end; otherwise only the report is written. */
  isTTY: boolean;
  /** Writes one JSON document instead of anything for people. */
  json: boolean;
  clock: Clock;
  /** The webhook that gets a test row, by name, though it is configured to be asked for. */
  sendTestRow?: string;
  onBug?: RunOptions["onBug"];
  signal?: AbortSignal;
};

/**
 * Triage in a terminal, for when Slack itself is down. Resolves with the exit code: 0 nothing wrong, 1 something is,
 * 2 inconclusive: most of it could not be determined.
 */
export async function triageCommand(options: TriageCommandOptions): Promise<number> {
  const { config, runbook, leftOut = [], stdout, isTTY, json, clock, sendTestRow, onBug, signal } = options;
  const probes = sendTestRow === undefined ? planProbes(config.clay) : withTestRow(config.clay, sendTestRow);
  if (!probes) return refuse(stdout, config.clay, sendTestRow!);

  const progress = isTTY && !json ? createProgress(probes, stdout) : undefined;
  const results = await runTriage({
    probes,
    runbook,
    clock,
    deadlineMs: config.triage.deadline_ms,
    neutral: planNeutralProbe(config),
    proxyFor: createProxyFor(config.network),
    ...(progress ? { onResult: progress.show } : {}),
    ...(onBug ? { onBug } : {}),
    ...(signal ? { signal } : {}),
  });
  const diagnosis = diagnose(results);
  progress?.clear();
  const report = { at: clock.now(), outcome: diagnosis.outcome, diagnosis, results, leftOut };
  stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
  if (exitCodes[diagnosis.outcome] === 2 && !json) stdout.write("\nInconclusive: exit code 2.\n");
  return exitCodes[diagnosis.outcome];
}

const exitCodes: Record<Diagnosis["outcome"], number> = {
  healthy: 0,
  degraded: 1,
  failing: 1,
  inconclusive: 2,
};

/** Undefined when no webhook of that name may be posted to. */
function withTestRow(clay: Config["clay"], name: string): Probe[] | undefined {
  const testRow = planTestRow(clay, `webhook:${name}`);
  return testRow && planProbes(clay).map((probe) => (probe.probe === testRow.probe ? testRow : probe));
}

function refuse(stdout: Screen, clay: Config["clay"], name: string): number {
  const offered = clay.webhooks
    .filter(({ submit }) => submit !== "never")
    .map((webhook) => `"${webhook.name}"`);
  const choice =
    offered.length > 0 ? `Webhooks that can: ${offered.join(", ")}.` : "No webhook is configured that can.";
  stdout.write(
    `Webhook "${name}" cannot be sent a test row: it is not configured, or with "submit: never". ${choice}\n`,
  );
  return 2;
}
