import { addMilliseconds, type Instant } from "../../src/lib/time.ts";
import { judgeLook } from "../../src/monitor/judge.ts";
import { noMemory } from "../../src/monitor/memory.ts";
import { nextLookAt } from "../../src/monitor/rhythm.ts";
import { type MonitorRules, usualRules } from "../../src/monitor/rules.ts";
import type { Sample } from "../../src/monitor/sample.ts";

/** A stretch in which a target is down. */
export type Down = { from: Instant; to: Instant };

/** The looks a target gets by its rhythm while it is down at times. */
export function looksAt(parts: {
  start: Instant;
  hours: number;
  everyMs: number;
  down: readonly Down[];
  news?: boolean;
  rules?: MonitorRules;
}): Sample[] {
  const { everyMs, down, news = false, rules = usualRules } = parts;
  const end = addMilliseconds(parts.start, parts.hours * 3_600_000);
  const looks: Sample[] = [];
  let memory = noMemory;
  for (let at = parts.start; at < end; at = nextLookAt(memory, { at, everyMs, news }, rules)) {
    const isDown = down.some(({ from, to }) => from <= at && at < to);
    const look: Sample = {
      at,
      ...(isDown ? { outcome: "failing", code: "x.incident_major" } : { outcome: "ok", code: "x.ok" }),
      ...(news && { news }),
    };
    looks.push(look);
    ({ memory } = judgeLook(memory, look, rules));
  }
  return looks;
}
