import { setTimeout } from "node:timers/promises";
import { readConfig } from "../config/load.ts";
import { renderProblems } from "../lib/problem.ts";
import { millisecondsBetween } from "../lib/time.ts";
import { createLogger } from "../log.ts";
import type { Transition } from "../monitor/judge.ts";
import { systemClock } from "../record/system-clock.ts";
import { withOwnLinks } from "../runbook/own-links.ts";
import { type Change, createLookout } from "../service/monitor/lookout.ts";
import { everyMs, monitorRules } from "../service/monitor/monitor-rules.ts";
import { createLooking, reachesAll } from "../triage/looking/looking.ts";
import { readRunbook } from "./read-runbook.ts";

/**
 * Monitors in a terminal, for when Slack itself is down: the same looks, judged by the same rules, and a line for each
 * change. Keeps nothing. Runs until it is interrupted, or for so many rounds: then 0 says that nothing is broken, 1
 * that something is.
 */
export async function monitorInTerminal(
  { json = false, looks }: { json?: boolean; looks?: number },
  file: string | undefined,
): Promise<number> {
  const { config, problems } = readConfig({ file });
  if (!json && problems.length > 0)
    process.stderr.write(`Left out, because it is wrong:\n${renderProblems(problems)}\n\n`);
  const { runbook } = readRunbook(config.runbook.file);
  const parts = { config, runbook: withOwnLinks(runbook, config.clay), clock: systemClock };
  const looking = createLooking({
    ...parts,
    log: createLogger({ level: "error", destination: process.stderr }),
  });
  const neutral = [new URL("api.test", config.slack.api_url).href, ...config.monitor.neutral_hosts];
  const lookout = createLookout({
    scope: "",
    looking,
    rules: monitorRules(config.monitor),
    everyMs: (kind) => everyMs(config.monitor, kind),
    isCutOff: async () => !(await reachesAll(neutral, config)),
    now: systemClock.now(),
  });
  const write = (line: string) => process.stdout.write(`${line}\n`);
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  if (!json) write(`Looking at ${looking.targets.map(({ name }) => name).join(", ")}. Ctrl+C ends it.`);

  for (let round = 0; !stopping.signal.aborted && round < (looks ?? Number.POSITIVE_INFINITY); ) {
    const now = systemClock.now();
    const looked = await lookout.look(now);
    if (looked) {
      looked.accept();
      round += 1;
      for (const change of looked.changes) write(json ? JSON.stringify(asJson(change)) : asLine(change));
      if (round === 1 && !json)
        for (const { name, meaning, outcome } of lookout.results())
          write(`  ${outcome.padEnd(8)} ${name}: ${meaning}`);
    }
    if (round === looks) break;
    const waitMs = Math.max(100, millisecondsBetween(systemClock.now(), lookout.nextAt() ?? now));
    await setTimeout(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
  }
  return looks !== undefined && lookout.results().some(({ outcome }) => outcome === "failing") ? 1 : 0;
}

function asJson({ target, result, transition }: Change): object {
  const { outcome, code, meaning, side } = result;
  return { ...transition, target: target.probe, name: target.name, outcome, code, meaning, side };
}

const words: Record<Transition["type"], string> = {
  opened: "BROKEN  ",
  reopened: "BROKEN  ",
  again: "BROKEN  ",
  closed: "OVER    ",
  unsteady: "UNSTEADY",
  steady: "STEADY  ",
  unreadable: "UNKNOWN ",
  readable: "READABLE",
};

function asLine({ target, result, transition }: Change): string {
  const looks = "looks" in transition ? ` (${transition.looks} of ${transition.looks} checks)` : "";
  const said = transition.type === "closed" ? `${target.name} works again` : result.meaning;
  return `${transition.at.slice(0, 19)}Z ${words[transition.type]} ${said} Since ${transition.since.slice(11, 19)} UTC.${looks}`;
}
