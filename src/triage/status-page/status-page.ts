/** How well something is, from best to worst. "unsaid": an incident is posted, how bad it is is not. */
const levels = ["ok", "maintenance", "unknown", "minor", "unsaid", "major"] as const;
export type Level = (typeof levels)[number];

/** Where an entry of a page stands now. Only "open" is an incident. */
export type Phase = "over" | "planned" | "maintenance" | "monitoring" | "open";

/** An incident or a maintenance as a page lists it. */
export type Entry = { name: string; phase: Phase; level: Level; components?: string[] };

/** A part of a page's product: "Lusha API". */
export type Component = { name: string; level: Level };

/** A status page, whichever vendor's. */
export type StatusPage = {
  /** The vendor's form in words: "Statuspage". */
  shape: string;
  /** The page's own verdict on now; "ok" where it gives none beside its entries. */
  level: Level;
  /** The verdict in the page's words. */
  description?: string | undefined;
  components?: Component[];
  entries: Entry[];
};

/** What a page says about now. `names` tells which entries it is about, in the page's words. */
export type PageVerdict = { state: Level | "planned" | "monitoring"; names: string[] };

/**
 * What the page says about now. A planned entry counts for nothing but a line, work in progress is maintenance
 * whatever impact is written, and of what is being monitored the page's own verdict is the measure (Statuspage's and
 * Rootly's documentation).
 */
export function judgePage({ level, description, entries }: StatusPage): PageVerdict {
  const open = entries.filter(({ phase }) => phase === "open").map((entry) => entry.level);
  const isMaintained = entries.some(({ phase }) => phase === "maintenance");
  return told(worst([level, ...open, isMaintained ? "maintenance" : "ok"]), entries, description);
}

/** What it says about one of its components, by the worst where several have that name; undefined: it has none. */
export function judgeComponent(page: StatusPage, name: string): PageVerdict | undefined {
  const found = (page.components ?? []).filter((one) => sameName(one.name, name));
  if (found.length === 0) return undefined;
  const isAbout = ({ components = [] }: Entry) => components.some((one) => sameName(one, name));
  // Where no entry says which parts it is about, any of them may be about this one.
  const about = page.entries.some(({ components }) => components?.length)
    ? page.entries.filter(isAbout)
    : page.entries;
  return told(worst(found.map(({ level }) => level)), about, page.description);
}

/** The names of a page's components, each once. */
export function componentNames({ components = [] }: StatusPage): string[] {
  return [...new Set(components.map(({ name }) => name.trim()))];
}

function told(level: Level, entries: readonly Entry[], description: string | undefined): PageVerdict {
  const namesOf = (...phases: Phase[]) =>
    entries.filter(({ phase }) => phases.includes(phase)).map((entry) => entry.name);
  const orSaid = (names: string[]) => (names.length === 0 && description ? [description] : names);
  if (level === "maintenance") return { state: level, names: orSaid(namesOf("maintenance")) };
  if (level !== "ok") return { state: level, names: orSaid(namesOf("open", "monitoring")) };
  const monitored = namesOf("monitoring");
  if (monitored.length > 0) return { state: "monitoring", names: monitored };
  const planned = namesOf("planned");
  return planned.length > 0 ? { state: "planned", names: planned } : { state: "ok", names: [] };
}

function worst(all: readonly Level[]): Level {
  return levels[Math.max(0, ...all.map((level) => levels.indexOf(level)))]!;
}

/** Names as people copy them: without regard to case, and to spaces around them. */
function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
