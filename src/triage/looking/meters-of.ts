import type { Config } from "../../config/schema.ts";
import type { Meter } from "../../monitor/meter/meter.ts";
import { label } from "../kinds/kind.ts";

/** The meters a configuration has: both of each key that reads balances, and each webhook's. */
export function metersOf({ keys, webhooks }: Config["clay"]): Meter[] {
  const readers = keys.filter(({ kind }) => kind === "public");
  const balances = readers.flatMap((key): Meter[] => [
    { key: `credits:${key.name}`, name: label("Credits", key, readers), what: "credits", end: 0 },
    { key: `actions:${key.name}`, name: label("Actions", key, readers), what: "actions", end: 0 },
  ]);
  const fills = webhooks.map((webhook): Meter => {
    const name = label("Webhook", webhook, webhooks);
    const end = webhook.limit === "none" ? null : webhook.limit;
    return { key: `webhook:${webhook.name}`, name, what: "webhook", end };
  });
  return [...balances, ...fills];
}
