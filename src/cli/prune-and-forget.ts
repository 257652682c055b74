import type { Summary } from "../incident/summary.ts";
import { parseDuration } from "../lib/duration.ts";
import { addMilliseconds, toInstant } from "../lib/time.ts";
import { forgetPerson, meansOnlyAPerson, textsFor, tracesOf } from "../service/retention/forget-person.ts";
import { prunable, prune } from "../service/retention/prune.ts";
import { deletePlan, type Holding, plansHolding } from "./replay/kept-plans.ts";
import { complain, withStore } from "./with-store.ts";

export type PruneFlags = { olderThan?: string; dryRun?: true };

/** Deletes what ended longer ago than told (or configured), each record whole; with `dryRun`, only says so. */
export async function pruneRecords(flags: PruneFlags, file: string | undefined): Promise<number> {
  return withStore(file, async (store, config) => {
    const { days } = config.retention;
    const age = flags.olderThan ?? (days && `${days}d`);
    if (!age) return complain(2, "Say how old: --older-than 365d, or set retention.days.");
    const milliseconds = parseDuration(age);
    if (milliseconds === undefined)
      return complain(2, `"${age}" is no length of time. Expected one as in 365d or 52w.`);
    const before = addMilliseconds(toInstant(Date.now()), -milliseconds);
    const found = await (flags.dryRun ? prunable(store, before) : prune(store, before));
    const done = flags.dryRun ? "Would delete" : "Deleted";
    process.stdout.write(`${done} ${countOf(found)} that ended before ${before.slice(0, 10)}.\n`);
    process.stdout.write(found.filter(isIncident).map(incidentLine).join(""));
    return 0;
  });
}

function countOf(found: readonly Summary[]): string {
  const incidents = found.filter(isIncident).length;
  return `${counted(incidents, "incident")} and ${counted(found.length - incidents, "triage run")}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function isIncident({ kind }: Summary): boolean {
  return kind === "incident";
}

function incidentLine({ stream, startedAt, title }: Summary): string {
  return `  ${stream}  ${startedAt.slice(0, 10)}  ${title}\n`;
}

export type ForgetFlags = { also: string[]; dryRun?: true };

const outOfReach = `Not reached, and yours to clear where you must:
  what people wrote in Slack, and lines of news already posted there
  events already forwarded to your own tools
  backups, exports and postmortems written to files
`;

/** Replaces a person in every record by "a former member"; with `dryRun`, only says where they are. */
export async function forgetSomebody(
  id: string,
  { also, dryRun }: ForgetFlags,
  file: string | undefined,
): Promise<number> {
  if (!/^[UW][A-Z0-9_]{2,}$/.test(id))
    return complain(2, `"${id}" is no member's id. Expected one as in U0123ABCD (in Slack: profile → ⋮).`);
  const vague = also.find((text) => !meansOnlyAPerson(text));
  if (vague !== undefined)
    return complain(
      2,
      `"${vague}" may mean something else. Give a full name, an e-mail address, or @${vague}.`,
    );
  return withStore(file, async (store, config) => {
    const { streams, names } = await tracesOf(store, id);
    const known = names.length > 0 ? ` as ${names.join(", ")}` : "";
    process.stdout.write(`Found ${id} in ${counted(streams.length, "record")}${known}.\n`);
    const person = { id, texts: [...textsFor(names), ...also] };
    const plans = await plansHolding(config, [id, ...person.texts]);
    if (dryRun) {
      process.stdout.write(
        [...streams, ...plans.map(({ plan }) => plan)].map((place) => `  ${place}\n`).join(""),
      );
      return 0;
    }
    const unfinished = forgetInPlans(plans);
    const changed = await forgetPerson(store, person, toInstant(Date.now()));
    process.stdout.write(`Replaced in ${counted(changed.length, "record")}.\n${outOfReach}`);
    return unfinished > 0 ? 1 : 0;
  });
}

/** Deletes the replay plans that hold a person, and says which still have rows to send. Returns how many those are. */
function forgetInPlans(plans: readonly Holding[]): number {
  const unfinished = plans.filter(({ open }) => open > 0);
  for (const { plan } of plans.filter(({ open }) => open === 0)) {
    deletePlan(plan);
    process.stdout.write(`Deleted the replay plan ${plan} and its copy of the rows.\n`);
  }
  for (const { plan, open } of unfinished) {
    process.stdout.write(
      `The replay plan ${plan} holds them, and ${counted(open, "row")} of it are still to be sent. Send it, then forget again; or delete it: clay-incident replay forget ${plan}\n`,
    );
  }
  return unfinished.length;
}
