import { describe, expect, onTestFinished, test } from "vitest";
import { type IncidentFacts, incidentFacts } from "../../src/figures/incident-facts.ts";
import { createMetrics, type MetricsParts } from "../../src/health/metrics.ts";
import { openHttpServer } from "../../src/health/server.ts";
import { monitoringOff } from "../../src/monitor/overview.ts";
import { type BotHealth, watchDeliveries } from "../../src/service/bot-health.ts";
import type { Facts } from "../../src/service/facts.ts";
import { createMovableClock, type MovableClock } from "../support/clock.ts";
import { at } from "../support/given.ts";
import { declared, type IncidentStory } from "../support/incidents.ts";
import { webhookOutage } from "../support/outages.ts";

const facts = ({ stream }: IncidentStory) => incidentFacts(stream, at(200));
const told = (...all: IncidentFacts[]): Facts => ({ since: async () => all });

async function openMetrics(given: Partial<MetricsParts> = {}) {
  const clock = createMovableClock(at(300));
  const parts = {
    now: clock.now,
    ticks: clock.ticks,
    clockJumps: () => 0,
    sockets: () => [],
    targets: [],
    facts: told(),
    overview: async () => monitoringOff,
    meters: async () => [],
    nextDueAt: async () => null,
    onError: () => {},
  };
  const { health, routes } = createMetrics({ ...parts, ...given });
  const server = await openHttpServer({ host: "127.0.0.1", port: 0, routes });
  onTestFinished(() => server.close());
  /** The lines of our own metrics, without help and types. */
  const scrape = async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    return (await response.text()).split("\n").filter((line) => line.startsWith("clay_incident_"));
  };
  return { clock, health, scrape };
}

describe("Incidents", () => {
  test("of the last 30 days are told by severity, cause, detection and promises", async () => {
    const { scrape } = await openMetrics({
      facts: told(facts(webhookOutage()), facts(declared({ severity: "P3", detection: "alert", cause: "" }))),
    });
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'clay_incident_incidents{severity="P1"} 1',
        'clay_incident_incidents{severity="P2"} 0',
        'clay_incident_open_incidents{severity="P1"} 0',
        'clay_incident_open_incidents{severity="P3"} 1',
        'clay_incident_incidents_by_cause{cause="Webhook limit reached"} 1',
        'clay_incident_incidents_by_cause{cause="not_known"} 1',
        'clay_incident_incidents_by_detection{by="manual_check"} 1',
        'clay_incident_promises{what="update",outcome="missed"} 1',
        'clay_incident_time_to_resolve_seconds{quantile="0.5"} 5220',
        'clay_incident_time_to_respond_seconds{quantile="0.9"} 240',
        "clay_incident_record_up 1",
      ]),
    );
  });

  test("that are drills are left out; private ones count, without what they are about", async () => {
    const { scrape } = await openMetrics({
      facts: told(facts(declared({ drill: true })), facts(declared({ private: true, title: "Hush" }))),
    });
    const lines = await scrape();
    expect(lines).toContain('clay_incident_incidents{severity="P1"} 1');
    expect(lines).toContain('clay_incident_open_incidents{severity="P1"} 1');
    expect(lines).toContain('clay_incident_incidents_by_cause{cause="private"} 1');
    expect(lines.join("\n")).not.toMatch(/Hush|INC-|webhook/);
  });

  test("that are no longer within the window are no longer told", async () => {
    let all = [facts(webhookOutage())];
    const { scrape } = await openMetrics({ facts: { since: async () => all } });
    await scrape();
    all = [];
    const lines = await scrape();
    expect(lines.filter((line) => /by_cause|time_to/.test(line))).toEqual([]);
    expect(lines).toContain('clay_incident_incidents{severity="P1"} 0');
  });

  test("are not told while the record cannot be read; the rest is, and the trouble is reported once", async () => {
    const errors: unknown[] = [];
    let broken = true;
    const since = async () => {
      if (broken) throw new Error("away");
      return [facts(webhookOutage())];
    };
    const { scrape } = await openMetrics({ facts: { since }, onError: (error) => errors.push(error) });
    expect(await scrape()).toContain("clay_incident_record_up 0");
    expect((await scrape()).filter((line) => line.startsWith("clay_incident_incidents"))).toEqual([]);
    expect(errors).toHaveLength(1);
    broken = false;
    expect(await scrape()).toContain("clay_incident_record_up 1");
  });
});

describe("The bot's own health", () => {
  test("tells how long acks and probes took, and which methods Slack limits", async () => {
    const { health, scrape } = await openMetrics();
    health.acked("command", 120);
    health.acked("command", 2_800);
    health.rateLimited("chat.update");
    health.rateLimited("chat.update");
    health.probed("webhook", "failing", 300);
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'clay_incident_ack_seconds_bucket{le="0.25",kind="command"} 1',
        'clay_incident_ack_seconds_bucket{le="3",kind="command"} 2',
        'clay_incident_rate_limited_total{method="chat.update"} 2',
        'clay_incident_probe_seconds_count{kind="webhook",outcome="failing"} 1',
      ]),
    );
  });

  test("tells how many sockets are connected", async () => {
    const { scrape } = await openMetrics({ sockets: () => [{ connected: true }, { connected: false }] });
    const lines = await scrape();
    expect(lines).toContain('clay_incident_sockets{state="connected"} 1');
    expect(lines).toContain('clay_incident_sockets{state="down"} 1');
  });

  test("counts by tool the events set aside, from 0 on", async () => {
    const { health, scrape } = await openMetrics({ targets: ["pager", "wiki"] });
    health.setAside("pager");
    const lines = await scrape();
    expect(lines).toContain('clay_incident_dead_letters_total{target="pager"} 1');
    expect(lines).toContain('clay_incident_dead_letters_total{target="wiki"} 0');
  });

  describe("tells since when a change is not delivered", () => {
    const oldest = (lines: string[]) =>
      Number(lines.find((line) => /oldest_undelivered/.test(line))?.split(" ")[1]);
    const pass = (health: BotHealth, outcome: "delivered" | "put off" | "failed") =>
      watchDeliveries(
        {
          reconcile: async () => {
            if (outcome === "failed") throw new Error("failed");
            return { retryAt: outcome === "delivered" ? null : at(400) };
          },
        },
        health,
      )
        .reconcile({ stream: "INC-1", kind: "incident", now: at(300) })
        .catch(() => {});

    async function failing(): Promise<{
      clock: MovableClock;
      health: BotHealth;
      scrape(): Promise<string[]>;
    }> {
      const opened = await openMetrics();
      await pass(opened.health, "failed");
      opened.clock.moveMinutes(5);
      await pass(opened.health, "put off");
      opened.clock.moveMinutes(5);
      return opened;
    }

    test("however often it was tried since", async () => {
      expect(oldest(await (await failing()).scrape())).toBe(600);
    });

    test("until it is", async () => {
      const { health, scrape } = await failing();
      await pass(health, "delivered");
      expect(oldest(await scrape())).toBe(0);
    });

    test("also when nothing has begun to deliver it: a loop that hangs, a process that is gone", async () => {
      const { scrape } = await openMetrics({ nextDueAt: async () => at(290) });
      expect(oldest(await scrape())).toBe(600);
    });

    test("and counts nothing that is not due yet, or cannot be known", async () => {
      const later = await openMetrics({ nextDueAt: async () => at(310) });
      expect(oldest(await later.scrape())).toBe(0);
      const away = await openMetrics({ nextDueAt: () => Promise.reject(new Error("away")) });
      expect(oldest(await away.scrape())).toBe(0);
    });

    test("or until another process has taken it over", async () => {
      const { clock, scrape } = await failing();
      clock.moveMinutes(16);
      expect(oldest(await scrape())).toBe(0);
    });
  });
});
