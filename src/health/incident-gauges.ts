import { Gauge, type Registry } from "prom-client";
import { type Figures, figures, type Spread } from "../figures/figures.ts";
import type { IncidentFacts } from "../figures/incident-facts.ts";
import { detections } from "../incident/events.ts";
import { severities } from "../runbook/severity.ts";

/** Gauges of the incidents within a window. */
type IncidentGauges = {
  set(facts: readonly IncidentFacts[], window: { from: string; until: string }): void;
  /** Says nothing rather than what is no longer known. */
  reset(): void;
};

/** Opens the gauges. They cover a window of time, so they are gauges and no counters: they can fall. */
export function createIncidentGauges(register: Registry): IncidentGauges {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({
      name: `clay_incident_${name}`,
      help: `${help}, last 30 days`,
      labelNames,
      registers: [register],
    });
  const bySeverity = gauge("incidents", "Incidents declared, by severity as it last was", ["severity"]);
  const open = gauge("open_incidents", "Of the incidents declared, those open", ["severity"]);
  const byCause = gauge("incidents_by_cause", "Incidents declared, by what they were about", ["cause"]);
  const byDetection = gauge("incidents_by_detection", "Incidents declared, by who noticed", ["by"]);
  const promises = gauge("promises", "Promises that fell due", ["what", "outcome"]);
  const spreads = (["detect", "respond", "mitigate", "resolve"] as const).map((what) => ({
    what,
    gauge: gauge(
      `time_to_${what}_seconds`,
      what === "detect"
        ? "Time from the beginning to detection, where monitoring saw it begin"
        : `Time from detection to ${what}`,
      ["quantile"],
    ),
  }));
  const all = [bySeverity, open, byCause, byDetection, promises, ...spreads.map(({ gauge: one }) => one)];

  return {
    reset() {
      for (const one of all) one.reset();
    },
    set(facts, window) {
      this.reset();
      const told = figures(facts, window);
      for (const severity of severities) {
        bySeverity.set({ severity }, told.bySeverity[severity]);
        const isOpen = (one: IncidentFacts) => !one.drill && one.open && one.severity === severity;
        open.set({ severity }, facts.filter(isOpen).length);
      }
      for (const by of detections) byDetection.set({ by }, told.byDetection[by]);
      for (const { cause, incidents } of figures(facts.map(discreet), window).byCause)
        byCause.set({ cause: cause ?? "not_known" }, incidents);
      for (const [what, kept] of Object.entries({ response: told.responses, update: told.updates })) {
        promises.set({ what, outcome: "kept" }, kept.kept);
        promises.set({ what, outcome: "missed" }, kept.missed);
      }
      for (const { what, gauge: one } of spreads) setSpread(one, spreadOf(told, what));
    },
  };
}

/** What a private incident is about is nobody's business who may read metrics. */
function discreet(facts: IncidentFacts): IncidentFacts {
  return facts.private ? { ...facts, cause: "private" } : facts;
}

function spreadOf(told: Figures, what: "detect" | "respond" | "mitigate" | "resolve"): Spread {
  return {
    detect: told.toDetect,
    respond: told.toRespond,
    mitigate: told.toMitigate,
    resolve: told.toResolve,
  }[what];
}

function setSpread(gauge: Gauge<"quantile">, spread: Spread): void {
  if (!spread) return;
  gauge.set({ quantile: "0.5" }, spread.medianMs / 1000);
  gauge.set({ quantile: "0.9" }, spread.p90Ms / 1000);
}
