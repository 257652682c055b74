import type { Config } from "../config/schema.ts";
import { type FakeClay, openFakeClay } from "../fake-clay/open-fake-clay.ts";
import { scenarios } from "../fake-clay/scenarios.ts";
import type { Logger } from "../log.ts";
import type { Clock } from "../record/ports.ts";
import type { Runbook } from "../runbook/schema.ts";
import type { Severity } from "../runbook/severity.ts";
import type { Looking, LookingFor } from "../service/monitor/looking.ts";
import type { Probing, ProbingFor } from "../service/triage-runs.ts";
import { createLooking } from "../triage/looking/looking.ts";
import { createProbing } from "../triage/probes/probing.ts";

/** What a drill can be about, in words for whoever picks it. */
type DrillChoice = { name: string; description: string; severity: Severity };

/** Those whose fault triage proves and whose repair it sees, each with the severity triage finds for it. */
const playable: Record<string, Severity> = {
  "webhook limit": "P1",
  "webhook 404": "P1",
  "credits zero": "P1",
  "key dead": "P2",
  "callback down": "P2",
  "clay errors": "P1",
};

/** The drills people can choose from. */
export const drillChoices: DrillChoice[] = scenarios.flatMap(({ name, description }) => {
  const severity = playable[name];
  return severity ? [{ name, description, severity }] : [];
});

/** The probes of real incidents and of drills. */
type DrillProbing = { probingFor: ProbingFor; lookingFor: LookingFor; close(): Promise<void> };

/**
 * Gives drills a fake Clay inside the bot, one for each state of affairs, opened when it is first met. Everything else
 * probes the real one.
 */
export function createDrillProbing(
  real: Probing,
  parts: { config: Config; runbook: Runbook; clock: Clock; log: Logger },
): DrillProbing {
  const opened = new Map<string, Promise<{ clay: FakeClay; probing: Probing; looking: Looking }>>();
  const realLooking = createLooking(parts);

  async function open(scenario: string) {
    const clay = await openFakeClay();
    await clay.control.play(scenario);
    const config = { ...parts.config, clay: playedBy(clay.configuration, parts.config.clay) };
    const played = { ...parts, config };
    return { clay, probing: createProbing(played), looking: createLooking(played) };
  }

  function playing(drill: string) {
    const known = opened.get(drill) ?? open(drill);
    opened.set(drill, known);
    // One that could not be opened is opened anew for the next who asks.
    known.catch(() => opened.delete(drill));
    return known;
  }

  return {
    probingFor: async (drill) => (drill === null ? real : (await playing(drill)).probing),
    lookingFor: async (drill) => (drill === null ? realLooking : (await playing(drill)).looking),
    async close() {
      for (const one of opened.values()) await (await one).clay.close();
    },
  };
}

/**
 * Every field by name: one more that is probed does not compile until it is said what a drill probes instead, for
 * nothing real may be asked. Providers are none of Clay's, so drills have none.
 */
function playedBy(fake: FakeClay["configuration"], real: Config["clay"]): Config["clay"] {
  const { status_url, status_page, hosts, api_url, webhooks, keys, callbacks } = fake;
  const { me_path, enterprise_path, credits_path, low_credits, low_actions } = real;
  return {
    ...{ status_url, status_page, hosts, api_url, callbacks, providers: [], tables: [] },
    webhooks: webhooks.map((webhook) => ({ limit: 50_000, ...webhook })),
    keys: keys.map((key) => ({ kind: "public" as const, ...key })),
    ...{ me_path, enterprise_path, credits_path, low_credits, low_actions },
  };
}
