import type { Instant } from "../lib/time.ts";

/** Whose side a finding is on: who has to act to mend it. */
export const sides = [
  "clay",
  "sender",
  "callback",
  "configuration",
  "account",
  "provider",
  /** The way from here to the internet: this machine's network, or its proxy. */
  "network",
  "unknown",
] as const;
export type Side = (typeof sides)[number];

/**
 * Questions of the decision tree that probes can answer, put so that "no" is a fault. In the order in which faults
 * are looked at: the platform before what depends on it.
 */
export const evidenceKeys = [
  "platform_up",
  "webhook_accepting",
  "credits_left",
  "actions_left",
  "providers_up",
  "api_key_valid",
  "callback_up",
] as const;
export type EvidenceKey = (typeof evidenceKeys)[number];

/** An answer taken from a probe, with the sentence that shows why and the code of the finding behind it. */
export type EvidenceAnswer = {
  answer: "yes" | "no";
  because: string;
  probe: string;
  /** The other probes that show the same fault. */
  also?: string[];
  at: Instant;
  code?: string;
  /** A later look that was made and could not be read. Until one can be, the answer is what was known before. */
  unread?: { at: Instant; because: string };
};
