import type { PlannedProbe } from "../../incident/triage-run/events.ts";
import type { Instant } from "../../lib/time.ts";
import type { FindingCode } from "../kinds/finding-codes.ts";
import type { Yardstick } from "../kinds/kind.ts";
import type { ProbeRequest } from "./exchange.ts";

/**
 * A probe ready to be made. What is secret (address, key, token) is kept inside functions, so that a probe can be
 * logged or serialised without giving it away.
 */
export type Probe = PlannedProbe & {
  redact(text: string): string;
  /** Where else to ask, in turn, while the answers cannot be read. */
  otherwise?: readonly (() => ProbeRequest)[];
  yardstick: Omit<Yardstick, "slowAfterMs" | "now">;
} & (
    | { request(at: Instant): ProbeRequest }
    /** There is nothing to ask: the finding is known from the configuration. */
    | { settled: FindingCode }
  );

/** The part of a probe that a record keeps and people see before its result is there. */
export function plannedOf({ probe, kind, name, target }: Probe): PlannedProbe {
  return { probe, kind, name, target };
}
