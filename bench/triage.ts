import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { request } from "undici";
import { configSchema } from "../src/config/schema.ts";
import { type FakeClay, openFakeClay } from "../src/fake-clay/open-fake-clay.ts";
import { systemClock } from "../src/record/system-clock.ts";
import { planProbes } from "../src/triage/probes/plan-probes.ts";
import { runTriage } from "../src/triage/probes/run-triage.ts";
import type { Figure } from "./support/measure.ts";

const answerAfterMs = 300;
const rounds = 5;

/**
 * Measures triage of four endpoints that each answer after 300 ms, beside the slowest of them asked alone and beside
 * the runbook's four curls one after another. Medians of five rounds, in one run on one machine.
 */
export async function benchTriage(): Promise<Figure[]> {
  const fake = await openSlowClay();
  try {
    const triageMs = await medianOf(() => millisecondsOf(() => triage(fake)));
    const slowestMs = await medianOf(() => slowestAlone(fake));
    const hasCurl = await runs("curl", ["--version"]);
    const inTurnMs = await medianOf(() =>
      millisecondsOf(() => (hasCurl ? curlInTurn(fake) : requestInTurn(fake))),
    );
    return [
      compare("triage of four endpoints / the slowest of them alone", triageMs, slowestMs, 1.15),
      compare(
        `triage of four endpoints / four ${hasCurl ? "curls" : "requests"} one after another`,
        triageMs,
        inTurnMs,
        0.35,
      ),
    ];
  } finally {
    await fake.close();
  }
}

function compare(name: string, ours: number, theirs: number, limit: number): Figure {
  const ratio = ours / theirs;
  return {
    name,
    figure: `${ratio.toFixed(2)} × (${Math.round(ours)} ms / ${Math.round(theirs)} ms)`,
    target: `at most ${limit} ×`,
    pass: ratio <= limit,
  };
}

async function openSlowClay(): Promise<FakeClay> {
  const fake = await openFakeClay();
  for (const endpoint of ["www", "webhook", "enrich", "callback"] as const) {
    fake.control.set(endpoint, { delayMs: answerAfterMs });
  }
  return fake;
}

/** The four requests of the runbook's triage script, in its order. */
function runbookRequests({
  configuration,
}: FakeClay): { method: "GET" | "POST"; url: string; body?: string }[] {
  return [
    { method: "GET", url: configuration.hosts[0]! },
    { method: "POST", url: configuration.webhooks[0]!.url, body: '{"_triage": true}' },
    { method: "POST", url: `${configuration.api_url}/v1/people/enrich`, body: "{}" },
    { method: "GET", url: configuration.callbacks[0]!.url },
  ];
}

async function triage({ configuration }: FakeClay): Promise<void> {
  const { clay, triage } = configSchema.parse({
    clay: {
      ...configuration,
      hosts: configuration.hosts.slice(0, 1),
      webhooks: [{ ...configuration.webhooks[0]!, submit: "always" }],
      keys: [{ name: "default", key: "local-key", kind: "enterprise" }],
    },
  });
  await runTriage({
    probes: planProbes(clay),
    runbook: { findings: {}, links: {} },
    clock: systemClock,
    deadlineMs: triage.deadline_ms,
  });
}

async function slowestAlone(fake: FakeClay): Promise<number> {
  let slowest = 0;
  for (const one of runbookRequests(fake)) slowest = Math.max(slowest, await millisecondsOf(() => ask(one)));
  return slowest;
}

async function requestInTurn(fake: FakeClay): Promise<void> {
  for (const one of runbookRequests(fake)) await ask(one);
}

async function curlInTurn(fake: FakeClay): Promise<void> {
  for (const { method, url, body } of runbookRequests(fake)) {
    const data = body === undefined ? [] : ["-H", "Content-Type: application/json", "-d", body];
    await runs("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, ...data, url]);
  }
}

async function ask({
  url,
  ...options
}: {
  method: "GET" | "POST";
  url: string;
  body?: string;
}): Promise<void> {
  const headers = { "content-type": "application/json" };
  const { body } = await request(url, { ...options, headers, reset: true });
  await body.dump();
}

async function runs(command: string, args: string[]): Promise<boolean> {
  return promisify(execFile)(command, args).then(
    () => true,
    () => false,
  );
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The median over the rounds of what is measured, in milliseconds. */
async function medianOf(measure: () => Promise<number>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) taken.push(await measure());
  return taken.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]!;
}
