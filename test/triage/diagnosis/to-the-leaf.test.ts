import { expect, test } from "vitest";
import { diagnose } from "../../../src/triage/diagnosis/diagnose.ts";
import type { Exchange } from "../../../src/triage/probes/answer.ts";
import { startWalking } from "../../runbook/support/walking.ts";
import { answered, unanswered } from "../support/answers.ts";
import { probedAt, wellBut } from "../support/results.ts";

const limitReached = answered(403, { body: { message: "Record limit reached for webhook" } });
const balance = (credits: number, actions: number) =>
  answered(200, { body: { balance: credits, action_execution_balance: actions } });
const majorIncident = answered(200, {
  body: { status: { indicator: "major" }, incidents: [{ name: "Rows do not load", impact: "major" }] },
});

test.each<[fault: string, changes: Record<string, Exchange>, leaf: string]>([
  ["webhook 404", { "webhook:leads": answered(404) }, "webhook_recreate"],
  ["webhook 403, limit", { "webhook:leads": limitReached }, "webhook_replace"],
  ["webhook 401", { "webhook:leads": answered(401) }, "webhook_token"],
  ["webhook 400", { "webhook:leads": answered(400) }, "webhook_bad_rows"],
  ["webhook 429", { "webhook:leads": answered(429) }, "webhook_throttled"],
  ["webhook 500", { "webhook:leads": answered(500) }, "clay_outage"],
  ["credits 402", { "api:main": answered(402), "credits:main": answered(402) }, "credits_exhausted"],
  ["no credits", { "credits:main": balance(0, 900) }, "credits_exhausted"],
  ["no actions", { "credits:main": balance(900, 0) }, "actions_exhausted"],
  ["a dead key", { "api:main": answered(401), "credits:main": answered(401) }, "api_key_refused"],
  ["callback down", { "callback:app": answered(503) }, "callback_down"],
  ["errors all over Clay", { "reach:api.clay.com": answered(503), "api:main": answered(503) }, "clay_outage"],
  [
    "silence of Clay's API",
    { "reach:api.clay.com": unanswered("timeout"), "api:main": unanswered("timeout") },
    "clay_outage",
  ],
  ["a provider's outage", { "provider:Apollo": majorIncident }, "provider_down"],
  ["an outage", { "platform:status": majorIncident }, "clay_outage"],
])("%s: triage leads to the resolution without a question to anybody", (_fault, changes, leaf) => {
  const walk = startWalking();
  walk.context.now = probedAt;
  walk.context.evidence = diagnose(wellBut(changes)).answers;
  walk.send({ type: "start", entry: "enrichment_not_running" });
  expect(walk.leaf).toBe(leaf);
});
