import { Gauge, type Registry } from "prom-client";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import type { ShownMeter } from "../monitor/meter/meter.ts";
import type { Overview, TargetState } from "../monitor/overview.ts";

const states: readonly TargetState[] = ["fine", "checking", "broken", "unsteady", "unreadable", "unread"];

/** Gauges of monitoring, so that Prometheus can call when Slack is down. */
export type MonitorGauges = {
  set(overview: Overview, meters: readonly ShownMeter[], now: Instant): void;
  reset(): void;
};

/** Opens the gauges. */
export function createMonitorGauges(register: Registry): MonitorGauges {
  const registers = [register];
  const state = new Gauge({
    name: "clay_incident_target_state",
    help: "1 for the state a monitored target is in",
    labelNames: ["target", "state"],
    registers,
  });
  const age = new Gauge({
    name: "clay_incident_monitor_look_age_seconds",
    help: "Time since somebody last looked; absent while nothing is monitored",
    registers,
  });
  const meters = createMeterGauges(registers);
  const reset = () => {
    state.reset();
    meters.reset();
    age.remove();
  };
  return {
    reset,
    set({ isOn, lookedAt, targets }, known, now) {
      reset();
      meters.set(known, now);
      if (!isOn || !lookedAt) return;
      age.set(millisecondsBetween(lookedAt, now) / 1000);
      for (const { target, state: current } of targets)
        for (const one of states) state.set({ target, state: one }, one === current ? 1 : 0);
    },
  };
}

/** What runs out. A stale reading has its age, so that a rule can leave it out; it has no time to the end. */
function createMeterGauges(registers: Registry[]) {
  const labelNames = ["meter"] as const;
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `clay_incident_meter_${name}`, help, labelNames, registers });
  const value = gauge("value", "What a meter showed last: a balance, or the rows a webhook took in its life");
  const limit = gauge("limit", "How many rows a webhook takes in its life; absent where it has no limit");
  const age = gauge("reading_age_seconds", "Time since the meter was last read");
  const left = gauge(
    "seconds_left",
    "Time until it is empty or full; absent without a forecast, +Inf: no end in sight",
  );
  const all = [value, limit, age, left];
  return {
    reset: () => {
      for (const one of all) one.reset();
    },
    set(meters: readonly ShownMeter[], now: Instant) {
      for (const { key: meter, what, end, told, forecast } of meters) {
        if (what === "webhook" && end !== null) limit.set({ meter }, end);
        if (!told) continue;
        value.set({ meter }, told.value);
        age.set({ meter }, millisecondsBetween(told.at, now) / 1000);
        if (forecast) left.set({ meter }, secondsLeft(forecast.endsAt, now));
      }
    },
  };
}

function secondsLeft(endsAt: Instant | null, now: Instant): number {
  return endsAt === null ? Number.POSITIVE_INFINITY : Math.max(0, millisecondsBetween(now, endsAt) / 1000);
}
