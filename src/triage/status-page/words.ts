import { asObject } from "../probes/answer.ts";
import type { Level, Phase } from "./status-page.ts";

export type Json = NonNullable<ReturnType<typeof asObject>>;

/** The words of Statuspage and its likes (incident.io, Rootly, Instatus, Better Stack) for a page or a component. */
const levelWords: Record<string, Level> = {
  none: "ok",
  ok: "ok",
  up: "ok",
  operational: "ok",
  maintenance: "maintenance",
  undermaintenance: "maintenance",
  minor: "minor",
  degraded: "minor",
  degradedperformance: "minor",
  partialoutage: "minor",
  minoroutage: "minor",
  major: "major",
  critical: "major",
  down: "major",
  downtime: "major",
  majoroutage: "major",
  fulloutage: "major",
};

/** The level a word stands for; "unknown" for one that no vendor documents, which must not pass for "ok". */
export function levelOf(word: unknown): Level {
  const plain = typeof word === "string" ? plainWord(word) : "";
  return Object.hasOwn(levelWords, plain) ? levelWords[plain]! : "unknown";
}

const phaseWords: Record<string, Phase> = {
  resolved: "over",
  postmortem: "over",
  completed: "over",
  cancelled: "over",
  canceled: "over",
  closed: "over",
  scheduled: "planned",
  planned: "planned",
  upcoming: "planned",
  notstartedyet: "planned",
  maintenancescheduled: "planned",
  inprogress: "maintenance",
  verifying: "maintenance",
  maintenanceinprogress: "maintenance",
  monitoring: "monitoring",
  mitigated: "monitoring",
  investigating: "open",
  identified: "open",
};

/** The phase a word stands for; undefined for words that tell none, such as Rootly's "started". */
export function phaseOf(word: unknown): Phase | undefined {
  const plain = typeof word === "string" ? plainWord(word) : "";
  return Object.hasOwn(phaseWords, plain) ? phaseWords[plain] : undefined;
}

/** "In progress", "in_progress" and "INPROGRESS" are one word. */
function plainWord(word: string): string {
  return word.toLowerCase().replace(/[\s_-]+/g, "");
}

/** The objects in a list; none where there is no list. */
export function objectsIn(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject).filter((one) => one !== undefined) : [];
}

/** A text that says something, or what is said in its place. */
export function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" && value.trim() ? value.trim() : otherwise;
}

/** The texts under a key of the objects in a list. */
export function textsIn(value: unknown, key: string): string[] {
  return objectsIn(value).flatMap((one) => (typeof one[key] === "string" ? one[key] : []));
}
