import type { Instant } from "../lib/time.ts";
import type { Severity } from "../runbook/severity.ts";

/** The kinds of record. `incident` streams are named "INC-12", `triage` streams "TRI-<id>". */
export type StreamKind = "incident" | "triage";

/** The row that lists, Home and look-ups read instead of folding streams. Written with the events it sums up. */
export type Summary = {
  stream: string;
  kind: StreamKind;
  /** 12 for INC-12; null for other kinds. */
  number: number | null;
  open: boolean;
  private: boolean;
  drill: boolean;
  severity: Severity | null;
  title: string;
  status: string;
  /** Slack channel the record lives in, once it has one. */
  channelId: string | null;
  leadId: string | null;
  startedAt: Instant;
  endedAt: Instant | null;
  nextUpdateAt: Instant | null;
  /** Small facts that only one kind needs (cause code, members of a private incident, verdict…). */
  extra: { [field: string]: unknown };
};
