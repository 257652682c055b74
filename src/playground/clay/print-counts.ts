import { localWebhooks } from "../../fake-clay/world.ts";

/**
 * Prints how many rows each webhook of a fake Clay has taken, as the command for meters does: {"webhook:leads": 1200}.
 * Called with the fake Clay's address.
 */
const [, , address = ""] = process.argv;
const answer = await fetch(`${address}/control`);
const { state } = (await answer.json()) as { state: { webhooks: Record<string, { rows: number }> } };
const counts = Object.entries(localWebhooks).map(([name, id]) => [
  `webhook:${name}`,
  state.webhooks[id]?.rows ?? 0,
]);
process.stdout.write(JSON.stringify(Object.fromEntries(counts)));
