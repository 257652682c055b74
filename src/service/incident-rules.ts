import type { Config } from "../config/schema.ts";
import type { TreeRules } from "../incident/evidence/tree-walk.ts";
import type { EscalationTarget, IncidentRules, ResponseTime } from "../incident/rules.ts";
import { type Severity, severities } from "../runbook/severity.ts";

/** The rules incidents are decided by, as runbook and configuration say. Everyone may do everything. */
export function incidentRules(config: Config["incident"], tree: TreeRules): IncidentRules {
  const { severities: ruled } = tree.runbook;
  const bySeverity = <T>(read: (severity: Severity) => T) =>
    Object.fromEntries(severities.map((severity) => [severity, read(severity)])) as Record<Severity, T>;
  return {
    respondWithin: bySeverity((severity): ResponseTime => ruled[severity].respond_within),
    updateEveryMinutes: bySeverity((severity) => ruled[severity].update_every_minutes),
    businessHours: config.business_hours,
    escalation: escalation(config),
    archiveAfterHours: config.archive_after_hours,
    tree,
    may: { declare: true, resolve: true },
  };
}

function escalation(config: Config["incident"]): EscalationTarget[] {
  const targets: EscalationTarget[] = [];
  if (config.invite_usergroup) targets.push({ kind: "group", id: config.invite_usergroup });
  if (config.escalation_contact) targets.push({ kind: "contact", id: config.escalation_contact });
  return targets;
}
