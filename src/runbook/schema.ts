import { z } from "zod";
import { evidenceKeys, sides } from "./evidence.ts";
import { severities } from "./severity.ts";

const id = z
  .string()
  // A list's option carries record, question and answer in the 150 characters Slack gives its value.
  .regex(/^[a-z][a-z0-9_]{0,49}$/, "an id of at most 50 small letters, digits and '_'");
const text = z.string().trim().min(1);
const severity = z.enum(severities);
const evidenceKey = z.enum(evidenceKeys);
/** The id of one of the runbook's links, or an address. */
const link = z.union([id, z.url({ protocol: /^https?$/ })]);

/** Where an answer leads: on to a question, or to the resolution that mends it. */
const target = z.union([z.strictObject({ question: id }), z.strictObject({ resolution: id })]);

const severityRule = z.strictObject({
  definition: text,
  /** From detection to someone leading. */
  respond_within: z.union([
    z.strictObject({ minutes: z.number().positive() }),
    z.literal("next_business_day"),
  ]),
  /** How often people are told more; null: not by the clock. */
  update_every_minutes: z.number().positive().nullable(),
  examples: z.array(text).default([]),
});

const finding = z.strictObject({
  meaning: text,
  /** What to do next; left out when nothing is. */
  remedy: text.optional(),
  severity: severity.optional(),
  side: z.enum(sides),
  link: link.optional(),
});

const entry = z.strictObject({
  title: text,
  /** What somebody who comes with this symptom sees. */
  symptom: text,
  starts_at: id,
  /** The faults that can explain it, which go first where triage proves them; left out: any can. */
  explained_by: z.array(evidenceKey).optional(),
});

const choice = z.strictObject({
  label: text,
  /** Findings that pick this choice, when the question has evidence. */
  codes: z.array(text).optional(),
  leads_to: target,
});

const question = z.strictObject({
  text,
  /** How to look: the menu path, and what to look for. */
  how: text,
  link: link.optional(),
  /** The evidence that can answer it: "yes" and "no" pick the choice of that id, a finding's code the one that lists it. */
  evidence: evidenceKey.optional(),
  /** `errors` stands for one choice per class of cell error. */
  choices: z.union([z.literal("errors"), z.record(id, choice)]),
  /** The choice that "Can't tell" goes on with; the others stay open. */
  cant_tell: id,
});

const step = z.strictObject({
  id,
  do: text,
  /** The role that does it: "Clay admin", "Whoever deploys the sender". */
  owner: text,
  link: link.optional(),
  /** What it costs in money, credits or rows; left out when it is free. */
  cost: text.optional(),
  /** The evidence that shows it is done. */
  verify: evidenceKey.optional(),
  /** What the record says once it is ticked: "New webhook created". Left out: the step itself. */
  did: text.optional(),
  /** Whether ticking it counts as an action taken in the incident's record. */
  action: z.boolean(),
});

/** A figure to ask for at a rhythm once the steps are done, until it is back to normal. */
const watch = z.strictObject({
  figure: text,
  unit: text,
  every_minutes: z.number().positive(),
  for_minutes: z.number().positive(),
  normal: z.union([z.strictObject({ at_least: z.number() }), z.strictObject({ at_most: z.number() })]),
});

const resolution = z.strictObject({
  title: text,
  /** What an incident of this kind is called: "Webhook limit reached". */
  incident_title: text,
  severity,
  /** What people outside the team notice. */
  impact: text,
  /** The likely root cause, in the words of a postmortem; left out where the way here tells none. */
  cause: text.optional(),
  /** Further words people look for it by. */
  words: z.array(text).default([]),
  steps: z.array(step),
  /** How the same is kept from happening again. */
  prevention: text.optional(),
  watch: watch.optional(),
  /** Where "this did not help" leads; null at the last resort. */
  otherwise: target.nullable(),
});

const cellError = z.strictObject({
  label: text,
  /**
   * Texts by which it is recognised, in whatever case and spelling (rateLimit, RATE_LIMIT, rate limit); "…" stands for
   * at most six words. A code, in capitals or with "_", is recognised as it is written.
   */
  matches: z
    .array(text.regex(/[^\d\s]/, "words; a number is an HTTP status and belongs to `statuses`"))
    .min(1),
  /** The HTTP statuses that mean it where nothing a message says is known. */
  statuses: z.array(z.int().min(400).max(599)).default([]),
  /** Texts that mean it only where they are all that is said: "Forbidden". */
  hints: z.array(text).default([]),
  /** The classes it comes before where a message fits both. Where nothing is said, people choose. */
  before: z.array(id).default([]),
  cause: text,
  /** `false`: running the cell again changes nothing until the cause is mended. */
  retryable: z.boolean(),
  fix: text,
  leads_to: target,
});

const troubleshooting = z.strictObject({
  issue: text,
  cause: text,
  solution: text,
  link: link.optional(),
  /** Further words people look for it by. */
  words: z.array(text).default([]),
});

/** What is said at each change that matters, as templates. */
const audienceWording = z.strictObject({
  declared: text,
  updated: text,
  status_changed: text,
  severity_changed: text,
  resolved: text,
  /** Instead of `resolved`, while triage still fails. */
  resolved_despite: text,
  reopened: text,
  /** What each status means to these people. */
  statuses: z.strictObject({ investigating: text, mitigating: text, resolved: text, resolved_despite: text }),
  /** What these people should do meanwhile, by severity. */
  advice: z.record(severity, text),
});

/** The runbook file's shape. Names within it (questions, resolutions, links…) are tied together by `checkRunbook`. */
export const runbookSchema = z.strictObject({
  title: text,
  links: z.record(id, z.strictObject({ title: text, url: z.url({ protocol: /^https?$/ }) })),
  severities: z.record(severity, severityRule),
  entries: z.record(id, entry),
  questions: z.record(id, question),
  resolutions: z.record(id, resolution),
  errors: z.record(id, cellError),
  troubleshooting: z.record(id, troubleshooting),
  findings: z.record(z.string().regex(/^[a-z]+\.[a-z0-9_]+$/, "<kind>.<cause>"), finding),
  wording: z.strictObject({
    audiences: z.strictObject({ responders: audienceWording, go_to_market: audienceWording }),
  }),
});

/** A runbook, validated: what the bot knows about Clay incidents, as data. */
export type Runbook = z.output<typeof runbookSchema>;
export type Question = Runbook["questions"][string];
export type Resolution = Runbook["resolutions"][string];
export type Target = z.output<typeof target>;
type Audience = keyof Runbook["wording"]["audiences"];
export type AudienceWording = Runbook["wording"]["audiences"][Audience];

/** The address behind a link: one of the runbook's by id, or the address itself. */
export function linkUrl(runbook: Pick<Runbook, "links">, link: string | undefined): string | undefined {
  return link === undefined
    ? undefined
    : (runbook.links[link]?.url ?? (link.includes("://") ? link : undefined));
}
