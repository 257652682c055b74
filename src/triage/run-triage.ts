import type { Config } from "../config/schema.ts";
import type { Clock } from "../engine/ports.ts";
import type { ProbeResult } from "../incident/evidence.ts";
import { type FindingWords, findingWords } from "../runbook/finding-words.ts";
import type { Runbook } from "../runbook/schema.ts";
import type { Exchange } from "./answer.ts";
import { type Classification, classifyShared } from "./classify/classification.ts";
import { classify } from "./classify/classify.ts";
import { createLookup, type Lookup } from "./connect.ts";
import { exchange } from "./exchange.ts";
import { planTestRow } from "./plan-probes.ts";
import type { Probe } from "./probe.ts";
import { excerptOf } from "./redact.ts";

export type RunOptions = {
  probes: readonly Probe[];
  /** Gives the findings their words. */
  runbook: Pick<Runbook, "findings" | "links">;
  clock: Clock;
  deadlineMs: number;
  /** Called as each probe ends, in the order they end. */
  onResult?: (result: ProbeResult) => void;
  /** Hears of errors in our own code; the probe's result is then unknown. */
  onBug?: (error: unknown, probe: Probe) => void;
  signal?: AbortSignal;
};

/**
 * Makes all probes at once and resolves with their results in the order of the plan, after one deadline at the
 * latest. Never rejects: a probe that fails, hangs or trips over a bug has a result like the others.
 */
export async function runTriage(options: RunOptions): Promise<ProbeResult[]> {
  const lookup = createLookup();
  return Promise.all(options.probes.map((probe) => runProbe(probe, lookup, options)));
}

async function runProbe(probe: Probe, lookup: Lookup, options: RunOptions): Promise<ProbeResult> {
  const result = await findOut(probe, lookup, options).catch((error: unknown) => {
    options.onBug?.(error, probe);
    return describe(probe, classifyShared(probe.kind, "bug"), options);
  });
  try {
    options.onResult?.(result);
  } catch (error) {
    options.onBug?.(error, probe);
  }
  return result;
}

async function findOut(probe: Probe, lookup: Lookup, options: RunOptions): Promise<ProbeResult> {
  if ("settled" in probe) return describe(probe, { code: probe.settled, outcome: "skipped" }, options);
  const { deadlineMs, signal, clock } = options;
  const ended = await exchange(probe.request(clock.now()), { deadlineMs, signal, lookup });
  const yardstick = { ...probe.yardstick, slowAfterMs: deadlineMs / 2, now: clock.now() };
  return describe(probe, classify(probe.kind, ended, yardstick), options, ended);
}

function describe(
  probe: Probe,
  { code, outcome, incident, ...found }: Classification,
  options: RunOptions,
  ended?: Exchange,
): ProbeResult {
  const news = incident === undefined ? undefined : excerptOf(incident, probe.redact);
  const seen = { ...found, ...(ended ? observed(ended) : {}) };
  const excerpt = news ?? (ended && explains(code, seen) ? excerptOfExchange(ended, probe) : undefined);
  const { kind, name, target } = probe;
  return {
    probe: probe.probe,
    kind,
    name,
    target,
    outcome,
    code,
    at: options.clock.now(),
    ...seen,
    ...words(probe, code, seen, options, news),
    ...(excerpt ? { excerpt } : {}),
    ...(code === "webhook.needs_consent" ? { offersTestRow: true } : {}),
  };
}

function words(
  { kind, name, target }: Probe,
  code: string,
  { httpStatus, retryAfterSeconds, balance }: Partial<ProbeResult>,
  { runbook, deadlineMs }: RunOptions,
  news: string | undefined,
): FindingWords {
  const said = findingWords(runbook, code, {
    name,
    target,
    host: target.split("/")[0]!,
    status: httpStatus === undefined ? null : String(httpStatus),
    retry_after: retryAfterSeconds ?? null,
    credits: balance?.credits ?? null,
    actions: balance?.actions ?? null,
    incident: news ?? null,
    deadline: `${deadlineMs / 1000} s`,
  });
  return {
    ...said,
    // Words shared by all kinds speak of Clay's endpoints; the callback is yours whatever is wrong with it.
    side: kind === "callback" && !runbook.findings[code] ? "callback" : said.side,
  };
}

function observed(ended: Exchange): Pick<ProbeResult, "httpStatus" | "timings"> {
  if ("noAnswer" in ended) return { timings: ended.noAnswer.timings };
  return { httpStatus: ended.answer.status, timings: ended.answer.timings };
}

/** A right answer is not quoted: it holds the name of the key's owner and explains nothing. */
function explains(code: string, { balance }: Pick<ProbeResult, "balance">): boolean {
  return balance === undefined && !/\.(ok|slow)$/.test(code);
}

function excerptOfExchange(ended: Exchange, probe: Probe): string | undefined {
  return "noAnswer" in ended ? ended.noAnswer.detail : excerptOf(ended.answer.body, probe.redact);
}

/**
 * Posts one row to the webhook of that probe ("webhook:leads"), which a person must have agreed to: it uses one of
 * the webhook's submissions. Never repeated. Undefined when there is no such webhook or it must not be posted to.
 */
export async function sendTestRow(
  clay: Config["clay"],
  probe: string,
  options: Omit<RunOptions, "probes">,
): Promise<ProbeResult | undefined> {
  const planned = planTestRow(clay, probe);
  return planned && (await runTriage({ ...options, probes: [planned] }))[0];
}
