import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describeKeyKind } from "../config/key-kind.ts";
import { readConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { secretsOf } from "../config/secrets.ts";
import { isShownInSlack } from "../forward/dead-letters.ts";
import type { ProbeResult } from "../incident/evidence/evidence.ts";
import type { Summary } from "../incident/summary.ts";
import { type Check, doubtful, failed, fine, renderCheck, skipped } from "../lib/check.ts";
import { createProxyFor } from "../lib/network/proxy-for.ts";
import { inFileOrder, type Problem } from "../lib/problem.ts";
import { createLogger } from "../log.ts";
import { systemClock } from "../record/system-clock.ts";
import { loadRunbook } from "../runbook/load.ts";
import type { Runbook } from "../runbook/schema.ts";
import { retryRefused } from "../service/retry-refused.ts";
import { examineSlack } from "../slack/doctor.ts";
import { createWeb } from "../slack/web/web.ts";
import { openStore } from "../store/open-store.ts";
import { besideName } from "../telling/subject.ts";
import { planProbes } from "../triage/probes/plan-probes.ts";
import { runTriage } from "../triage/probes/run-triage.ts";
import { useProxies } from "../wiring/proxies.ts";
import { examineProxy } from "./examine-proxy.ts";

/** Writes each check as it ends. Exit code 0: nothing failed; 1: something did. */
export async function runDoctor(file: string | undefined): Promise<number> {
  let failures = 0;
  for await (const check of examine(file)) {
    process.stdout.write(`${renderCheck(check)}\n`);
    if (check.status === "failed") failures++;
  }
  process.stdout.write(failures === 0 ? "\nNothing failed.\n" : `\n${failures} failed.\n`);
  return failures === 0 ? 0 : 1;
}

/** Looks at everything the bot depends on: configuration, runbook, database, Slack, each Clay target. */
export async function* examine(file: string | undefined): AsyncGenerator<Check> {
  const { config, problems, tokens, warnings, file: read } = readConfig({ file });
  const wrong = inFileOrder([...problems, ...tokens.wrong, ...tokens.missing]);
  yield* wrong.map((problem) => fromProblem(problem, failed));
  if (wrong.length === 0) yield fine(`Configuration${read ? ` ${read}` : ""}`, "valid");
  yield* warnings.map((problem) => fromProblem(problem, doubtful));
  const isWhole = problems.length === 0;
  // Of another database, or as another app, it would tell nothing about the one that is meant.
  if (isWhole) yield await examineDatabase(config.database);
  else yield skipped("Database", notComplete);
  await useProxies(config);
  yield* await examineProxy(config);
  if (wrong.length === 0) yield* examineSlackAndRetry(config);
  else yield skipped("Slack", notComplete);

  const runbook = loadRunbook({ file: config.runbook.file });
  if ("problems" in runbook) yield* runbook.problems.map((problem) => fromProblem(problem, failed));
  else {
    yield fine("Runbook", config.runbook.file ?? "built in");
    yield* config.clay.keys.map(({ name, key }) => fine(`Key "${name}"`, describeKeyKind(key)));
    yield* await examineClay(config, runbook.runbook);
  }
}

const notComplete = "not looked at: its configuration is not complete";

/** Where Slack is in order, what it refused before may work now: the running bot tries it again. */
async function* examineSlackAndRetry(config: Config): AsyncGenerator<Check> {
  let isFine = true;
  for await (const check of examineSlackOf(config)) {
    if (check.status === "failed") isFine = false;
    yield check;
  }
  const { url, file } = config.database;
  if (!isFine || (url === undefined && !existsSync(file))) return;
  try {
    const store = await openStore<Summary>({ url, file });
    const asked = retryRefused(store, systemClock.now(), isShownInSlack);
    const found = await asked.finally(() => store.close());
    if (found > 0) yield fine("Refused before", `${found} things are tried again by the running bot`);
  } catch {
    // The line on the database has said why.
  }
}

function examineSlackOf(config: Config): AsyncGenerator<Check> {
  const log = createLogger({ level: "silent", secrets: secretsOf(config) });
  return examineSlack({ config, web: createWeb(config.slack, log), log });
}

async function examineDatabase({ url, file }: Config["database"]): Promise<Check> {
  if (url === undefined && !existsSync(file)) return examinePlaceFor(file);
  const place = url === undefined ? file : `PostgreSQL at ${new URL(url).host}`;
  try {
    const store = await openStore({ url, file });
    await store.ping().finally(() => store.close());
    return fine("Database", `${place} answers, schema up to date`);
  } catch (error) {
    const fix =
      url === undefined
        ? "Look at the file's owner and rights."
        : "Look at DATABASE_URL, network and rights.";
    return failed("Database", `${place}: ${(error as Error).message}`, fix);
  }
}

function examinePlaceFor(file: string): Check {
  let folder = dirname(resolve(file));
  while (!existsSync(folder)) folder = dirname(folder);
  return isWritableFolder(folder)
    ? fine("Database", `${file} will be made at the first start`)
    : failed(
        "Database",
        `${file} cannot be made: ${folder} is no folder that can be written to`,
        "Change its rights, or DATABASE_FILE.",
      );
}

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Makes the probes of triage, save those that would add a row: looking must cost nothing. */
async function examineClay({ clay, triage, network }: Config, runbook: Runbook): Promise<Check[]> {
  const webhooks = clay.webhooks.map((webhook) => ({ ...webhook, submit: "ask" as const }));
  const results = await runTriage({
    probes: planProbes({ ...clay, webhooks }),
    runbook,
    clock: systemClock,
    deadlineMs: triage.deadline_ms,
    proxyFor: createProxyFor(network),
  });
  return results.map(fromResult);
}

const statusOf = {
  ok: "ok",
  degraded: "warning",
  unknown: "warning",
  failing: "failed",
  skipped: "skipped",
} as const;

function fromResult(result: ProbeResult): Check {
  const { name, kind, outcome, code, remedy, target, shape, httpStatus } = result;
  const status = statusOf[outcome];
  const isMissing = /\.(not_set|no_key)$/.test(code);
  const needsAction = isMissing || status === "failed" || status === "warning";
  const said = besideName(result);
  // What is not configured has no address: its target says that once more.
  const isPage = httpStatus !== undefined && (kind === "platform" || kind === "provider");
  const read = isPage ? `, ${shape ? `read as ${shape}` : "in no form the bot knows"}` : "";
  const detail = isMissing ? said : `${said} (${target}${read})`;
  return { name, status, detail, fix: needsAction ? remedy : "" };
}

function fromProblem({ where, key, message, fix }: Problem, make: typeof failed): Check {
  return make(key, `${message} (${where})`, fix);
}
