import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { ProxyFor } from "../../lib/network/proxy-for.ts";
import { type Classification, classifyShared } from "../classify/classification.ts";
import { classify } from "../classify/classify.ts";
import { isOfClay, isUnanswered } from "../diagnosis/reading.ts";
import type { Exchange } from "./answer.ts";
import { createLookup, type Lookup } from "./connect.ts";
import { type DescribeOptions, describeResult } from "./describe-result.ts";
import { exchange, type ProbeRequest } from "./exchange.ts";
import type { Probe } from "./probe.ts";

export type MakeOptions = DescribeOptions & {
  proxyFor?: ProxyFor | undefined;
  /** Hears of errors in our own code; the probe's result is then unknown. */
  onBug?: (error: unknown, probe: Probe) => void;
  signal?: AbortSignal;
};

export type RunOptions = MakeOptions & {
  probes: readonly Probe[];
  /** A host that is neither Clay's nor yours. Its result is the last one where Clay is silent, else there is none. */
  neutral?: Probe;
  /** Called as each probe ends, in the order they end. */
  onResult?: (result: ProbeResult) => void;
};

/**
 * Makes all probes at once and resolves with their results in the order of the plan, after one deadline at the
 * latest. Never rejects: a probe that fails, hangs or trips over a bug has a result like the others.
 */
export async function runTriage(options: RunOptions): Promise<ProbeResult[]> {
  const lookup = createLookup();
  const { neutral, onResult: _, ...unheard } = options;
  const witness = neutral && runProbe(neutral, lookup, unheard);
  const results = await Promise.all(options.probes.map((probe) => runProbe(probe, lookup, options)));
  return witness && results.some(isSilenceOfClay) ? [...results, await witness] : results;
}

function isSilenceOfClay(result: ProbeResult): boolean {
  return isOfClay(result) && isUnanswered(result);
}

async function runProbe(probe: Probe, lookup: Lookup, options: RunOptions): Promise<ProbeResult> {
  const { result } = await makeProbe(probe, lookup, options);
  try {
    options.onResult?.(result);
  } catch (error) {
    options.onBug?.(error, probe);
  }
  return result;
}

/** What a probe found, and the exchange it read that from, where there was one. */
export type Found = { result: ProbeResult; ended?: Exchange };

/** Makes one probe. Never rejects; names looked up are shared by all that are given the same `lookup`. */
export async function makeProbe(probe: Probe, lookup: Lookup, options: MakeOptions): Promise<Found> {
  return findOut(probe, lookup, options).catch((error: unknown) => {
    options.onBug?.(error, probe);
    return { result: describeResult(probe, classifyShared(probe.kind, "bug"), options) };
  });
}

async function findOut(probe: Probe, lookup: Lookup, options: MakeOptions): Promise<Found> {
  if ("settled" in probe)
    return { result: describeResult(probe, { code: probe.settled, outcome: "skipped" }, options) };
  const started = performance.now();
  const first = await ask(probe, probe.request(options.clock.now()), lookup, options);
  for (const request of probe.otherwise ?? []) {
    const deadlineMs = options.deadlineMs - (performance.now() - started);
    if (!isUnreadable(first) || deadlineMs <= 0) break;
    const other = await ask(probe, request(), lookup, { ...options, deadlineMs });
    if (other.found.outcome !== "unknown") return told(probe, other, options);
  }
  return told(probe, first, options);
}

function told(probe: Probe, { found, ended }: Asked, options: MakeOptions): Found {
  return { result: describeResult(probe, found, options, ended), ended };
}

type Asked = { ended: Exchange; found: Classification };

async function ask(
  { kind, yardstick }: Probe,
  request: ProbeRequest,
  lookup: Lookup,
  { deadlineMs, signal, clock, proxyFor }: MakeOptions,
): Promise<Asked> {
  const ended = await exchange(request, { deadlineMs, signal, lookup, proxyFor });
  return {
    ended,
    found: classify(kind, ended, { ...yardstick, slowAfterMs: deadlineMs / 2, now: clock.now() }),
  };
}

/** Where nobody answered at all, there is no use in asking for another page. */
function isUnreadable({ ended, found }: Asked): boolean {
  return "answer" in ended && found.outcome === "unknown";
}
