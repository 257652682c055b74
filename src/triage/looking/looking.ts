import type { Config } from "../../config/schema.ts";
import { createProxyFor } from "../../lib/network/proxy-for.ts";
import type { Logger } from "../../log.ts";
import type { Clock } from "../../record/ports.ts";
import type { Runbook } from "../../runbook/schema.ts";
import type { Looked, Looking } from "../../service/monitor/looking.ts";
import { createLookup } from "../probes/connect.ts";
import { exchange } from "../probes/exchange.ts";
import { planProbes } from "../probes/plan-probes.ts";
import { type Probe, plannedOf } from "../probes/probe.ts";
import { makeProbe } from "../probes/run-triage.ts";
import { readNews } from "./read-news.ts";

type Parts = { config: Config; runbook: Runbook; clock: Clock; log: Logger };

/** So many requests at once: a thousand targets are no reason for a thousand sockets. */
const atOnce = 50;

/**
 * Looks at what can be looked at without consent: the probes of triage that only read. A webhook is never posted to,
 * nor is a key tried by a route that might spend a credit.
 */
export function createLooking({ config, runbook, clock, log }: Parts): Looking {
  const deadlineMs = config.triage.deadline_ms;
  const proxyFor = createProxyFor(config.network);
  const readable = planProbes(config.clay).filter((probe) => onlyReads(probe, clock));
  const byName = new Map(readable.map((probe) => [probe.probe, probe]));
  const onBug = (err: unknown, { probe }: Probe) => log.error({ err, probe }, "a look tripped over a bug");

  async function look(probe: Probe, lookup: ReturnType<typeof createLookup>): Promise<Looked> {
    const { result, ended } = await makeProbe(probe, lookup, { runbook, clock, deadlineMs, proxyFor, onBug });
    const isNews = probe.kind === "platform" && ended && "answer" in ended;
    return isNews ? { result, news: readNews(ended.answer, clock.now()) } : { result };
  }

  return {
    targets: readable.map(plannedOf),
    unwatched: planProbes(config.clay)
      .filter((probe) => probe.kind === "webhook" && !byName.has(probe.probe))
      .map(plannedOf),
    async look(names) {
      const lookup = createLookup();
      const probes = names.flatMap((name) => byName.get(name) ?? []);
      return inTurns(probes, (probe) => look(probe, lookup));
    },
  };
}

function onlyReads(probe: Probe, clock: Clock): boolean {
  return "request" in probe && probe.request(clock.now()).method === "GET";
}

/**
 * Tells whether the machine reaches the internet: whether every one of these addresses answers, whatever it says.
 * Asked only when something of Clay's did not.
 */
export async function reachesAll(
  urls: readonly string[],
  { triage, network }: Pick<Config, "triage" | "network">,
): Promise<boolean> {
  const given = { deadlineMs: triage.deadline_ms, lookup: createLookup(), proxyFor: createProxyFor(network) };
  const headers = { "user-agent": "clay-incident (monitor)" };
  const ended = await Promise.all(urls.map((url) => exchange({ method: "GET", url, headers }, given)));
  return ended.every((one) => "answer" in one);
}

async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(all.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < all.length; i = next++) results[i] = await work(all[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker));
  return results;
}
