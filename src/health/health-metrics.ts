import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type Instant, millisecondsBetween } from "../lib/time.ts";
import type { BotHealth } from "../service/bot-health.ts";

export type HealthParts = {
  now(): Instant;
  /** The clock's own count of milliseconds. */
  ticks(): number;
  /** One entry per Socket Mode connection; empty in HTTP mode. */
  sockets(): readonly { connected: boolean }[];
  /** The tools of your own that events are forwarded to, by name. */
  targets: readonly string[];
  /** How often the wall clock jumped since the start. */
  clockJumps(): number;
};

/** What is put off is tried again within this time; else another process has taken it over. */
const forgottenAfterMs = 15 * 60_000;

/**
 * Opens the metrics of the bot's own work. `refresh` brings up to date those that are looked up; it is told when the
 * oldest work that nobody has begun fell due.
 */
export function createHealthMetrics(
  register: Registry,
  { now, ticks, sockets, targets, clockJumps }: HealthParts,
): { health: BotHealth; refresh(dueSince: Instant | null): void } {
  const registers = [register];
  const acks = new Histogram({
    name: "clay_incident_ack_seconds",
    help: "Time until a request of Slack was acked; Slack gives up after 3 s",
    labelNames: ["kind"],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3],
    registers,
  });
  const limited = new Counter({
    name: "clay_incident_rate_limited_total",
    help: "Calls Slack answered with 429",
    labelNames: ["method"],
    registers,
  });
  const probes = new Histogram({
    name: "clay_incident_probe_seconds",
    help: "Time a probe took",
    labelNames: ["kind", "outcome"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const connections = new Gauge({
    name: "clay_incident_sockets",
    help: "Socket Mode connections to Slack",
    labelNames: ["state"],
    registers,
  });
  const oldest = new Gauge({
    name: "clay_incident_oldest_undelivered_seconds",
    help: "Since when some change waits to be delivered to Slack; 0 when none does",
    registers,
  });
  const jumps = new Gauge({
    name: "clay_incident_clock_jumps",
    help: "How often this machine's wall clock was set back or ahead by seconds since the start",
    registers,
  });
  const dead = new Counter({
    name: "clay_incident_dead_letters_total",
    help: "Events that a tool of your own did not take for a day, set aside since the start",
    labelNames: ["target"],
    registers,
  });
  // From 0 on, so that the first one shows as a rise.
  for (const target of targets) dead.inc({ target }, 0);
  const undelivered = new Map<string, { since: number; triedAt: number }>();

  return {
    health: {
      acked: (kind, milliseconds) => acks.observe({ kind }, milliseconds / 1000),
      rateLimited: (method) => limited.inc({ method }),
      probed: (kind, outcome, milliseconds) => probes.observe({ kind, outcome }, milliseconds / 1000),
      setAside: (target) => dead.inc({ target }),
      delivered(stream, complete) {
        const since = undelivered.get(stream)?.since ?? ticks();
        if (complete) undelivered.delete(stream);
        else undelivered.set(stream, { since, triedAt: ticks() });
      },
    },
    refresh(dueSince) {
      const connected = sockets().filter((socket) => socket.connected).length;
      connections.set({ state: "connected" }, connected);
      connections.set({ state: "down" }, sockets().length - connected);
      jumps.set(clockJumps());
      for (const [stream, { triedAt }] of undelivered) {
        if (ticks() - triedAt > forgottenAfterMs) undelivered.delete(stream);
      }
      const ages = [...undelivered.values()].map(({ since }) => ticks() - since);
      if (dueSince) ages.push(millisecondsBetween(dueSince, now()));
      oldest.set(Math.max(0, ...ages) / 1000);
    },
  };
}
