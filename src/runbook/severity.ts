/** The four severities of the runbook, worst first. */
export const severities = ["P1", "P2", "P3", "P4"] as const;
export type Severity = (typeof severities)[number];

/** Each severity in a word, for people who do not know the codes. */
export const severityWords: Record<Severity, string> = {
  P1: "Critical",
  P2: "High",
  P3: "Medium",
  P4: "Low",
};

/** Tells whether `a` is worse than `b`. */
export function isWorse(a: Severity, b: Severity): boolean {
  return a < b;
}

/** The worst of those given, or undefined when there is none. */
export function worst(found: readonly (Severity | undefined)[]): Severity | undefined {
  return found.filter((severity) => severity !== undefined).sort()[0];
}
