import { Gauge, type Registry } from "prom-client";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import type { Overview, TargetState } from "../monitor/overview.ts";

const states: readonly TargetState[] = ["fine", "checking", "broken", "unsteady", "unreadable", "unread"];

/** Gauges of monitoring, so that Prometheus can call when Slack is down. */
export type MonitorGauges = { set(overview: Overview, now: Instant): void; reset(): void };

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
  const reset = () => {
    state.reset();
    age.remove();
  };
  return {
    reset,
    set({ isOn, lookedAt, targets }, now) {
      reset();
      if (!isOn || !lookedAt) return;
      age.set(millisecondsBetween(lookedAt, now) / 1000);
      for (const { target, state: current } of targets)
        for (const one of states) state.set({ target, state: one }, one === current ? 1 : 0);
    },
  };
}
