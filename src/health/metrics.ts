import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Routes } from "../lib/routes.ts";
import { addMilliseconds, type Instant } from "../lib/time.ts";
import type { ShownMeter } from "../monitor/meter/meter.ts";
import type { Overview } from "../monitor/overview.ts";
import type { BotHealth } from "../service/bot-health.ts";
import type { Facts } from "../service/facts.ts";
import { createHealthMetrics, type HealthParts } from "./health-metrics.ts";
import { createIncidentGauges } from "./incident-gauges.ts";
import { createMonitorGauges } from "./monitor-gauges.ts";

export type MetricsParts = HealthParts & {
  facts: Facts;
  /** How what is monitored stands. */
  overview(): Promise<Overview>;
  meters(): Promise<ShownMeter[]>;
  /** When the next work falls due, or fell due if nobody has begun it; null: there is none. */
  nextDueAt(): Promise<Instant | null>;
  /** Told when the record cannot be read; not again until it could. */
  onError(error: unknown): void;
};

/** Incidents declared within this time are counted. */
const windowMs = 30 * 24 * 60 * 60_000;

/**
 * Wires /metrics for Prometheus: incidents of the last 30 days, and the bot's own health, told through `health`.
 * Labels name kinds of things alone, never an incident. Answers even while the record cannot be read, saying so.
 */
export function createMetrics({ facts, overview, meters, nextDueAt, onError, ...parts }: MetricsParts): {
  health: BotHealth;
  routes: Routes;
} {
  const { now } = parts;
  const register = new Registry();
  collectDefaultMetrics({ register });
  const incidents = createIncidentGauges(register);
  const monitored = createMonitorGauges(register);
  const own = createHealthMetrics(register, parts);
  const recordUp = new Gauge({
    name: "clay_incident_record_up",
    help: "1 when the record of incidents could be read for this answer",
    registers: [register],
  });
  let readable = true;

  async function refreshIncidents(): Promise<void> {
    try {
      const from = addMilliseconds(now(), -windowMs);
      // Until a moment from now, so that what was declared in this one counts.
      const until = addMilliseconds(now(), 1);
      incidents.set(await facts.since(from, now()), { from, until });
      monitored.set(await overview(), await meters(), now());
      readable = true;
    } catch (error) {
      incidents.reset();
      monitored.reset();
      if (readable) onError(error);
      readable = false;
    }
    recordUp.set(readable ? 1 : 0);
  }

  return {
    health: own.health,
    routes: {
      "/metrics": async (_request, response) => {
        await refreshIncidents();
        own.refresh(await nextDueAt().catch(() => null));
        const body = await register.metrics();
        response.writeHead(200, { "content-type": register.contentType, "cache-control": "no-store" });
        response.end(body);
      },
    },
  };
}
