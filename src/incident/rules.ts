import type { Severity } from "../runbook/severity.ts";
import type { TreeRules } from "./evidence/tree-walk.ts";

/** Opening hours of the people who answer, in their own zone. Days are 1 (Monday) to 7. */
export type BusinessHours = { zone: string; days: readonly number[]; from: string; to: string };

/** How soon someone must lead: minutes from detection, or by the end of the next business day. */
export type ResponseTime = { minutes: number } | "next_business_day";

/** Whom to call when nobody leads in time: first a user group, then one contact. */
export type EscalationTarget = { kind: "group" | "contact"; id: string };

/** What runbook and configuration say, and what the one who gives the command may do. */
export type IncidentRules = {
  respondWithin: Record<Severity, ResponseTime>;
  /** Minutes between updates; null: none are promised. */
  updateEveryMinutes: Record<Severity, number | null>;
  businessHours: BusinessHours;
  /** In the order they are called; each once. */
  escalation: readonly EscalationTarget[];
  archiveAfterHours: number;
  tree: TreeRules;
  may: { declare: boolean; resolve: boolean };
};
