import type { ProbeResult } from "../incident/evidence.ts";
import type { Side } from "../runbook/evidence.ts";
import type { Severity } from "../runbook/severity.ts";

/** What the runbook says about a finding code. Placeholders: {name} {target} {host} {status} {retry_after}
 * {credits} {actions} {incident} {deadline}. */
export type FindingWords = {
  meaning: string;
  remedy: string;
  severity?: Severity | undefined;
  side: Side;
  link?: string | undefined;
};

/** The runbook's words by finding code; `any.<cause>` serves every kind that has none of its own. */
export type Findings = Readonly<Record<string, FindingWords>>;

/** What the words may name. What is not known is written as "unknown" or left vague, never as a raw placeholder. */
export type WordValues = Pick<
  ProbeResult,
  "name" | "target" | "httpStatus" | "retryAfterSeconds" | "balance"
> & {
  incident?: string;
  deadlineMs: number;
};

type Said = Pick<ProbeResult, "meaning" | "remedy" | "side" | "severity" | "link">;

/** The words for a finding, placeholders filled in. Codes without words are named as such, never an error. */
export function wordsFor(code: string, findings: Findings, values: WordValues): Said {
  const [kind, cause] = code.split(".");
  const own = findings[code];
  const words = own ?? findings[`any.${cause}`] ?? wordless(code);
  return {
    meaning: fill(words.meaning, values),
    remedy: fill(words.remedy, values),
    // Shared words speak of Clay's endpoints; the callback is yours whatever goes wrong with it.
    side: !own && kind === "callback" ? "callback" : words.side,
    ...(words.severity ? { severity: words.severity } : {}),
    ...(words.link ? { link: words.link } : {}),
  };
}

function wordless(code: string): FindingWords {
  return {
    meaning: `{name} ended with "${code}", for which the runbook has no words.`,
    remedy: "",
    side: "unknown",
  };
}

function fill(text: string, values: WordValues): string {
  const known = placeholders(values);
  return text
    .replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? "")
    .replace(/ {2,}/g, " ")
    .trim();
}

function placeholders(values: WordValues): Record<string, string> {
  return {
    name: values.name,
    target: values.target,
    host: values.target.split("/")[0] ?? values.target,
    status: values.httpStatus === undefined ? "no answer" : String(values.httpStatus),
    retry_after: values.retryAfterSeconds === undefined ? "a while" : `${values.retryAfterSeconds} s`,
    credits: amount(values.balance?.credits),
    actions: amount(values.balance?.actions),
    incident: values.incident ?? "",
    deadline: `${values.deadlineMs / 1000} s`,
  };
}

function amount(value: number | null | undefined): string {
  return value == null ? "unknown" : value.toLocaleString("en-US");
}
