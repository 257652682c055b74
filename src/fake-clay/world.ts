import type { Switch, SwitchName } from "./switches.ts";

/** A webhook source: how many rows it has taken in its life, and the token it wants, if any. */
export type FakeWebhook = { rows: number; token?: string };

/**
 * What the status page says, as Rootly's does: planned and running maintenance are among its incidents, and `status`
 * is where each stands by its latest update.
 */
export type FakeStatus = {
  indicator: "none" | "minor" | "major" | "critical" | "maintenance";
  incidents: {
    name: string;
    impact: "none" | "minor" | "major" | "critical";
    status: string;
    /** What was said of it, oldest first; left out: its name, once. */
    updates?: { status: string; body: string; at: string }[];
  }[];
};

/** A request the fake has seen. */
type SeenRequest = { endpoint: string; method: string; body: string };

/** All that the fake Clay's answers depend on. */
export type World = {
  webhooks: Record<string, FakeWebhook>;
  /** Keys of the public API that are good. */
  keys: string[];
  balance: { credits: number | null; actions: number | null };
  status: FakeStatus;
  switches: Partial<Record<SwitchName, Switch>>;
  /** The latest requests, oldest first. */
  seen: SeenRequest[];
  scenario: string;
};

/** The key that is good from the start. */
export const localKey = "clay-local-key";

/** The webhooks there are from the start. */
export const localWebhooks = {
  leads: "pull-in-data-from-a-webhook-leads",
  events: "pull-in-data-from-a-webhook-events",
} as const;

/** Submissions a webhook takes in its life; deleting rows gives none back. */
export const webhookLimit = 50_000;

/** Clay in good health. */
export function createWorld(): World {
  return {
    webhooks: { [localWebhooks.leads]: { rows: 1200 }, [localWebhooks.events]: { rows: 300 } },
    keys: [localKey],
    balance: { credits: 41_200, actions: 15_000 },
    status: { indicator: "none", incidents: [] },
    switches: {},
    seen: [],
    scenario: "healthy",
  };
}

/** Keeps a request, and of the older ones only as many as anyone would read. */
export function remember(world: World, request: SeenRequest): void {
  world.seen.push(request);
  if (world.seen.length > 200) world.seen.shift();
}
