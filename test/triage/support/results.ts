import type { ProbeKind, ProbeResult } from "../../../src/incident/evidence/evidence.ts";
import { loadRunbook } from "../../../src/runbook/load.ts";
import type { Runbook } from "../../../src/runbook/schema.ts";
import { classify } from "../../../src/triage/classify/classify.ts";
import type { FindingCode } from "../../../src/triage/kinds/finding-codes.ts";
import type { Exchange } from "../../../src/triage/probes/answer.ts";
import { describeResult } from "../../../src/triage/probes/describe-result.ts";
import type { Probe } from "../../../src/triage/probes/probe.ts";
import { answered } from "./answers.ts";

/** The runbook that comes with the bot. */
export const builtInRunbook: Runbook = readBuiltIn();

function readBuiltIn(): Runbook {
  const loaded = loadRunbook();
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.runbook;
}

/** When the probes of these tests ended. */
export const probedAt = "2026-11-23T09:16:00.000Z";

const names: Record<ProbeKind, (id: string) => string> = {
  platform: () => "Clay status page",
  reach: (id) => id,
  webhook: (id) => `Webhook "${id}"`,
  api: () => "API key",
  credits: () => "Credits",
  provider: (id) => `Provider "${id}"`,
  callback: () => "Callback",
  neutral: () => "Slack",
};

const hosts: Record<ProbeKind, string> = {
  platform: "status.clay.com",
  reach: "",
  webhook: "api.clay.com",
  api: "api.clay.com",
  credits: "api.clay.com",
  provider: "status.provider.example",
  callback: "app.example",
  neutral: "slack.com",
};

/**
 * The result of a probe ("webhook:leads") after an exchange, or a finding made without one, with the words of the
 * built-in runbook.
 */
export function found(probe: string, what: Exchange | FindingCode): ProbeResult {
  const [kind, id] = probe.split(":") as [ProbeKind, string];
  const yardstick = { keyKind: "public" as const, lowCredits: 1000, lowActions: 1000 };
  const planned: Probe = {
    probe,
    kind,
    name: names[kind](id),
    target: hosts[kind] || id,
    redact: (text) => text,
    yardstick,
    settled: "webhook.not_set",
  };
  const options = {
    runbook: builtInRunbook,
    clock: { now: () => probedAt, ticks: () => 0 },
    deadlineMs: 5000,
  };
  if (typeof what === "string") return describeResult(planned, { code: what, outcome: "skipped" }, options);
  const classified = classify(kind, what, { ...yardstick, slowAfterMs: 2500, now: probedAt });
  return describeResult(planned, classified, options, what);
}

/** What every probe gets while all is well. */
const wellAnswers: Record<string, Exchange> = {
  "platform:status": answered(200, { body: { status: { indicator: "none" }, incidents: [] } }),
  "reach:www.clay.com": answered(200),
  "reach:app.clay.com": answered(200),
  "reach:api.clay.com": answered(404),
  "webhook:leads": answered(200),
  "webhook:events": answered(200),
  "api:main": answered(200, { body: { user: {}, workspace: {} } }),
  "credits:main": answered(200, { body: { balance: 41_200, action_execution_balance: 15_000 } }),
  "callback:app": answered(200),
};

/** The results of a run in which all is well, but for what is given. */
export function wellBut(changes: Record<string, Exchange | FindingCode> = {}): ProbeResult[] {
  return Object.entries({ ...wellAnswers, ...changes }).map(([probe, what]) => found(probe, what));
}

/** The same exchange for several probes. */
export function each(probes: readonly string[], what: Exchange): Record<string, Exchange> {
  return Object.fromEntries(probes.map((probe) => [probe, what]));
}

/** Every probe of such a run, and those of Clay's own machines. */
export const allProbes: readonly string[] = Object.keys(wellAnswers);
export const probesOfClay: readonly string[] = allProbes.filter(
  (probe) => !/^(platform|callback):/.test(probe),
);
