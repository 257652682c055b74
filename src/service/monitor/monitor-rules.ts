import type { Config } from "../../config/schema.ts";
import type { ProbeKind } from "../../incident/evidence/evidence.ts";
import type { MonitorRules } from "../../monitor/rules.ts";

/** The rules looks are judged by, as the configuration says. */
export function monitorRules(config: Config["monitor"]): MonitorRules {
  const minuteMs = 60_000;
  return {
    opensAfterLooks: config.opens_after_looks,
    recheckMs: config.recheck_seconds * 1000,
    closesAfterLooks: config.closes_after_looks,
    closesAfterMs: config.closes_after_minutes * minuteMs,
    unknownAfterMs: config.unknown_minutes * minuteMs,
    flapChanges: config.flap_changes,
    flapMs: config.flap_minutes * minuteMs,
    groupMs: config.group_seconds * 1000,
    gapMs: Math.max(10 * minuteMs, 3 * config.every_seconds * 1000),
  };
}

/** How often a kind of target is looked at while nothing is happening. */
export function everyMs(config: Config["monitor"], kind: ProbeKind): number {
  const isSlow = kind === "platform" || kind === "provider" || kind === "credits";
  return (isSlow ? Math.max(config.slow_every_seconds, config.every_seconds) : config.every_seconds) * 1000;
}
