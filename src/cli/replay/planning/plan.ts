import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { loadConfig } from "../../../config/load.ts";
import type { Config } from "../../../config/schema.ts";
import { renderProblems } from "../../../lib/problem.ts";
import { toInstant } from "../../../lib/time.ts";
import { type MadePlan, makePlan } from "../../../replay/plan/make-plan.ts";
import { UnusablePlan } from "../../../replay/plan/plan-file.ts";
import { tellReading } from "../../../replay/read/input.ts";
import { UnreadableInput } from "../../../replay/read/row.ts";
import { commandText } from "../../../replay/tell/command.ts";
import { planText } from "../../../replay/tell/plan-text.ts";
import { complain } from "../../with-store.ts";
import { rememberPlan } from "../kept-plans.ts";
import { openExclusions } from "./exclusions.ts";
import { optionsOf, type PlanFlags, rulesOf, UsageError } from "./plan-flags.ts";
import { windowOf } from "./window.ts";

/** Rows a webhook's source takes in its life unless raised (Clay's webhook guide: "50,000 by default"). */
const usualSourceLimit = 50_000;

/** Plans what to send again and says it. Sends nothing and opens no connection. Exit code 2: it could not. */
export async function planReplay(
  file: string | undefined,
  flags: PlanFlags,
  configFile: string | undefined,
): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "clay-incident-replay-"));
  try {
    const loaded = loadConfig({ file: configFile });
    if ("problems" in loaded) return complain(2, renderProblems(loaded.problems));
    const made = await plan(file, flags, { config: loaded.config, configFile, scratch });
    if (flags.out !== undefined) rememberPlan(loaded.config, flags.out);
    say(made, flags, configFile);
    return 0;
  } catch (error) {
    if (error instanceof UsageError || error instanceof UnreadableInput || error instanceof UnusablePlan)
      return complain(2, error.message);
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

type Place = { config: Config; configFile: string | undefined; scratch: string };

async function plan(file: string | undefined, flags: PlanFlags, place: Place): Promise<MadePlan> {
  const webhook = webhookNamed(flags.webhook, place.config);
  const rules = { ...rulesOf(flags), ...(await windowOf(flags, place.configFile)) };
  if (flags.out !== undefined && existsSync(flags.out))
    throw new UsageError(
      `${flags.out} is there already. Choose another name for --out; \`clay-incident replay show ${flags.out}\` says what it is.`,
    );
  const input = await inputOf(file, flags.out, place.scratch);
  const exclusions = openExclusions(flags, rules.key);
  try {
    const reading = tellReading(input.path, flags);
    return await makePlan({
      input: { ...input, reading },
      rules,
      webhook,
      excluded: exclusions.excluded,
      sendsInDoubt: flags.inDoubt === true,
      out: flags.out ?? join(place.scratch, "plan"),
      about: {
        plannedAt: toInstant(Date.now()),
        incident: flags.incident?.toUpperCase(),
        perSecond: flags.rate ?? 5,
        figures: figuresOf(flags),
        options: optionsOf(flags),
      },
    });
  } catch (error) {
    if (input.isCopy) rmSync(input.path, { force: true });
    throw error;
  } finally {
    exclusions.close();
  }
}

function webhookNamed(name: string | undefined, { clay }: Config): Config["clay"]["webhooks"][number] {
  const names = clay.webhooks.map((webhook) => webhook.name).join(", ") || "none; set CLAY_WEBHOOK_URL";
  if (name === undefined) throw new UsageError(`Say where to send: --webhook NAME. Configured: ${names}.`);
  const found = clay.webhooks.find((webhook) => webhook.name === name);
  if (!found) throw new UsageError(`There is no webhook "${name}". Configured: ${names}.`);
  return found;
}

/** A file is read where it is. Standard input and pipes come but once, so they are copied, beside the plan. */
async function inputOf(
  file: string | undefined,
  out: string | undefined,
  scratch: string,
): Promise<{ path: string; isCopy: boolean }> {
  const isStdin = file === undefined || file === "-";
  if (isStdin && process.stdin.isTTY)
    throw new UsageError("Name a file with the rows, or pipe them in: … | clay-incident replay - …");
  if (!isStdin && !existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  if (!isStdin && statSync(file).isDirectory())
    throw new UsageError(`${file} is a folder. Expected a file with the rows.`);
  if (!isStdin && statSync(file).isFile()) return { path: resolve(file), isCopy: false };
  const copy = out === undefined ? join(scratch, "input") : resolve(`${out}.input`);
  const source = isStdin ? process.stdin : (await import("node:fs")).createReadStream(file);
  await pipeline(source, createWriteStream(copy, { mode: 0o600, flags: "wx" }));
  return { path: copy, isCopy: true };
}

function figuresOf({ sourceCount, sourceLimit, creditsPerRow, balance }: PlanFlags) {
  return {
    sourceCount,
    sourceLimit: sourceLimit ?? usualSourceLimit,
    creditsPerRow,
    ...(balance === undefined ? {} : { balance: { credits: balance, source: "you said so" } }),
  };
}

function say(made: MadePlan, { out, json }: PlanFlags, configFile: string | undefined): void {
  if (json) {
    const { header, digest, places } = made;
    const { counts, input, webhook, incident, perSecond, plannedAt } = header;
    process.stdout.write(
      `${JSON.stringify({ plan: out ?? null, digest, plannedAt, input: input.sha256, webhook: webhook.name, incident, perSecond, counts, places }, null, 2)}\n`,
    );
    return;
  }
  const config = configFile === undefined ? [] : ["-c", configFile];
  const send = out === undefined ? undefined : commandText([...config, "replay", "send", out]);
  process.stdout.write(planText(made, send === undefined ? undefined : { send }));
}
