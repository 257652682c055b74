/** What a text of `findings` may mention, and what is said instead when the probe does not know it. */
const findingPlaceholders = {
  name: "it",
  target: "the address",
  status: "no status",
  retry_after: "a few seconds",
  credits: "an unknown number of",
  actions: "an unknown number of",
  host: "the host",
  incident: "no details given",
  deadline: "the time allowed",
  limit: "its limit of submissions",
};
type FindingPlaceholder = keyof typeof findingPlaceholders;
export type FindingPlaceholders = Partial<Record<FindingPlaceholder, string | number | null>>;

/** What a text of `wording` may mention. */
const wordingPlaceholders = {
  incident: "the incident",
  subject: "Clay enrichment",
  since: "an unknown time",
  title: "Clay incident",
  severity: "severity not set",
  previous_severity: "unknown",
  status: "status unknown",
  status_meaning: "",
  impact: "not known yet",
  affected: "not known yet",
  update: "no details yet",
  lead: "nobody yet",
  by: "someone",
  next_update: "not promised",
  duration: "an unknown time",
  resolution: "not written down yet",
  verdict: "it was not said what.",
  reason: "no reason given",
  advice: "",
};
export type WordingPlaceholder = keyof typeof wordingPlaceholders;

const placeholder = /\{([a-z_]+)\}/g;

/** The names a template mentions that are not known, in order. */
export function unknownPlaceholders(template: string, kind: "finding" | "wording"): string[] {
  const known = kind === "finding" ? findingPlaceholders : wordingPlaceholders;
  return [...template.matchAll(placeholder)]
    .map((match) => match[1]!)
    .filter((name) => !Object.hasOwn(known, name));
}

/** Fills a finding's text. Seconds to wait are written out; what is missing is said in plain words. */
export function fillFinding(template: string, values: FindingPlaceholders): string {
  const filled = template.replaceAll(placeholder, (_, name: string) =>
    Object.hasOwn(findingPlaceholders, name) ? say(name as FindingPlaceholder, values) : "",
  );
  return filled.trim();
}

function say(name: FindingPlaceholder, values: FindingPlaceholders): string {
  const value = values[name] ?? findingPlaceholders[name];
  if (typeof value === "string") return value;
  const number = value.toLocaleString("en-US");
  return name === "retry_after" ? `${number} ${value === 1 ? "second" : "seconds"}` : number;
}

/** A text of the wording cut at its placeholders. `missing` is what is said when the value is not known. */
export function splitWording(template: string): (string | { name: WordingPlaceholder; missing: string })[] {
  return template.split(/(\{[a-z_]+\})/).map((piece) => {
    const name = piece.slice(1, -1) as WordingPlaceholder;
    return piece.startsWith("{") && Object.hasOwn(wordingPlaceholders, name)
      ? { name, missing: wordingPlaceholders[name] }
      : piece;
  });
}
