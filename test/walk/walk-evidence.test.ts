import { describe, expect, test } from "vitest";
import type { EvidenceAnswer, EvidenceKey } from "../../src/runbook/evidence.ts";
import { currentQuestion } from "../../src/walk/walk-state.ts";
import { evidenceOf, startWalking } from "../runbook/support/walking.ts";

const enrichment = { entry: "enrichment_not_running" };
const allWell: Record<EvidenceKey, "yes"> = {
  platform_up: "yes",
  webhook_accepting: "yes",
  credits_left: "yes",
  actions_left: "yes",
  providers_up: "yes",
  api_key_valid: "yes",
  callback_up: "yes",
};
const refusal = (code: string): EvidenceAnswer => ({
  answer: "no",
  because: "Clay refuses new rows.",
  probe: "webhook:leads",
  at: "2026-11-23T09:16:00.000Z",
  code,
});

describe("evidence answers what it can", () => {
  test.each<
    [fault: string, evidence: Partial<Record<EvidenceKey, "yes" | "no" | EvidenceAnswer>>, leaf: string]
  >([
    [
      "the webhook's limit",
      { ...allWell, webhook_accepting: refusal("webhook.limit_reached") },
      "webhook_replace",
    ],
    [
      "a webhook that is gone",
      { ...allWell, webhook_accepting: refusal("webhook.not_found") },
      "webhook_recreate",
    ],
    [
      "a webhook's token",
      { ...allWell, webhook_accepting: refusal("webhook.unauthorized") },
      "webhook_token",
    ],
    [
      "senders too fast",
      { ...allWell, webhook_accepting: refusal("webhook.rate_limited") },
      "webhook_throttled",
    ],
    [
      "a webhook's address that does not exist",
      { webhook_accepting: refusal("webhook.dns") },
      "webhook_recreate",
    ],
    ["malformed rows", { ...allWell, webhook_accepting: refusal("webhook.bad_request") }, "webhook_bad_rows"],
    ["no credits", { ...allWell, credits_left: "no" }, "credits_exhausted"],
    ["no actions", { ...allWell, actions_left: "no" }, "actions_exhausted"],
    [
      "a provider's outage",
      { ...allWell, providers_up: { ...refusal("provider.incident_major"), probe: "provider:Apollo" } },
      "provider_down",
    ],
    ["a dead key", { ...allWell, api_key_valid: "no" }, "api_key_refused"],
    ["a callback that is down", { ...allWell, callback_up: "no" }, "callback_down"],
    ["an outage of Clay", { ...allWell, platform_up: "no" }, "clay_outage"],
  ])("%s is found without a question to anybody", (_fault, evidence, leaf) => {
    const walk = startWalking({ ...enrichment, evidence });
    expect(walk.leaf).toBe(leaf);
  });

  test("a webhook that refuses for an unknown reason costs one question", () => {
    const walk = startWalking({ ...enrichment, evidence: { webhook_accepting: "no" } });
    expect(walk.asks).toBe("webhook_answer");
    expect(walk.answer("cant_tell").leaf).toBe("webhook_replace");
  });

  test("with all probes well, only what no probe sees is asked", () => {
    const walk = startWalking({ ...enrichment, evidence: allWell });
    const asked = [];
    for (const answer of ["no", "yes", "fine", "no"]) {
      asked.push(walk.asks);
      walk.answer(answer);
    }
    expect(asked).toEqual(["red_cells", "auto_run", "providers", "table_full"]);
    expect(walk.leaf).toBe("ask_support");
  });

  test("the answer carries the sentence, the probe and its time", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "no" } });
    expect(walk.state.path).toMatchObject([
      {
        question: { text: "Do you have credits left?" },
        answer: { label: "No" },
        how: { by: "evidence", because: "Triage says no.", at: "2026-11-23T09:16:00.000Z" },
      },
    ]);
  });

  test("of two faults the platform's comes first, then what depends on it", () => {
    const evidence = { platform_up: "no", credits_left: "no" } as const;
    const walk = startWalking({ ...enrichment, evidence });
    expect(walk.leaf).toBe("clay_outage");
    walk.send({ type: "did_not_help", resolution: "clay_outage" });
    expect(walk.leaf).toBe("credits_exhausted");
  });

  test.each<[entry: string, evidence: Partial<Record<EvidenceKey, "no">>, asks: string]>([
    ["credits_draining", { webhook_accepting: "no" }, "unwanted_runs"],
    ["webhook_not_delivering", { api_key_valid: "no", callback_up: "no" }, "webhook_delivers"],
    ["low_hit_rate", { api_key_valid: "no", webhook_accepting: "no" }, "all_empty"],
    ["crm_sync_failing", { api_key_valid: "no" }, "crm_error"],
    ["everything_queued", { api_key_valid: "no", callback_up: "no" }, "queue_scope"],
  ])("%s: a fault that cannot explain the symptom does not go first", (entry, evidence, asks) => {
    expect(startWalking({ entry, evidence }).asks).toBe(asks);
  });

  test("one that cannot explain it still answers its question when people come to it", () => {
    const walk = startWalking({ entry: "webhook_not_delivering", evidence: { api_key_valid: "no" } });
    expect(walk.answer("yes", "yes", "no", "yes", "no").leaf).toBe("api_key_refused");
  });

  test.each<[entry: string, evidence: EvidenceKey, leaf: string]>([
    ["webhook_not_delivering", "platform_up", "clay_outage"],
    ["low_hit_rate", "platform_up", "clay_outage"],
    ["everything_queued", "platform_up", "clay_outage"],
    ["dashboard_unreachable", "platform_up", "clay_outage"],
    ["crm_sync_failing", "callback_up", "callback_down"],
    ["crm_sync_failing", "actions_left", "actions_exhausted"],
  ])("%s: a proven %s explains it without a question to anybody", (entry, key, leaf) => {
    expect(startWalking({ entry, evidence: { [key]: "no" } }).leaf).toBe(leaf);
  });

  test("evidence that comes during the walk is used when asked for", () => {
    const walk = startWalking(enrichment).answer("no");
    walk.context.evidence = evidenceOf({ webhook_accepting: refusal("webhook.limit_reached") });
    walk.send({ type: "use_evidence" });
    expect(walk.leaf).toBe("webhook_replace");
    expect(walk.send({ type: "use_evidence" })).toEqual([]);
  });
});

describe("evidence that cannot be used", () => {
  test("what nobody knows is asked", () => {
    expect(startWalking(enrichment).answer("no", "yes").asks).toBe("credits_left");
  });

  test("stale evidence answers nothing, and the question says what it said", () => {
    const walk = startWalking(enrichment);
    walk.context.evidence = evidenceOf({ credits_left: "no" }, "2026-11-23T09:09:59.999Z");
    walk.answer("no", "yes");
    expect(walk.asks).toBe("credits_left");
    expect(currentQuestion(walk.state)?.stale).toMatchObject({ answer: "no", because: "Triage says no." });
  });

  test("evidence just within its time still counts", () => {
    const walk = startWalking(enrichment);
    walk.context.evidence = evidenceOf({ credits_left: "no" }, "2026-11-23T09:10:00.000Z");
    walk.answer("no");
    expect(walk.leaf).toBe("credits_exhausted");
  });
});

describe("that's wrong", () => {
  test("puts the question to people, and its other answer goes back to what was passed over", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "no" } });
    walk.send({ type: "overrule", question: "credits_left" });
    expect(walk.asks).toBe("credits_left");
    walk.answer("yes");
    expect(walk.asks).toBe("red_cells");
    walk.answer("no", "yes");
    expect(walk.asks).toBe("actions_left");
    expect(walk.path).toEqual(["credits_left=yes", "red_cells=no", "auto_run=yes"]);
  });

  test("another fault people see there instead leads to its own resolution at once", () => {
    const down = { ...refusal("provider.incident_major"), probe: "provider:Apollo" };
    const walk = startWalking({ ...enrichment, evidence: { providers_up: down } });
    walk.send({ type: "overrule", question: "providers" });
    expect(walk.answer("lost").leaf).toBe("provider_reconnect");
    walk.send({ type: "back", revision: walk.state.revision });
    expect(walk.answer("fine").asks).toBe("red_cells");
  });

  test("the same evidence is not believed again, even after starting over", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "no" } });
    walk.send({ type: "overrule", question: "credits_left" });
    walk.send({ type: "restart", revision: walk.state.revision });
    expect(walk.asks).toBe("red_cells");
  });

  test("newer evidence is believed", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "no" } });
    walk.send({ type: "overrule", question: "credits_left" });
    walk.context.evidence = evidenceOf({ credits_left: "no" }, "2026-11-23T09:19:00.000Z");
    walk.send({ type: "use_evidence" });
    expect(walk.leaf).toBe("credits_exhausted");
  });

  test("overruling an answer in the middle of the tree asks it and goes on from there", () => {
    const walk = startWalking({ ...enrichment, evidence: { credits_left: "yes", actions_left: "yes" } });
    walk.answer("no", "yes");
    expect(walk.asks).toBe("webhook_accepting");
    walk.send({ type: "overrule", question: "credits_left" });
    expect(walk.answer("no").leaf).toBe("credits_exhausted");
  });

  test("a fix that did not help leads back to what was passed over", () => {
    const walk = startWalking({
      ...enrichment,
      evidence: { webhook_accepting: refusal("webhook.limit_reached") },
    });
    walk.send({ type: "did_not_help", resolution: "webhook_replace" });
    expect(walk.asks).toBe("red_cells");
    walk.answer("no", "yes", "yes", "yes");
    // The webhook's question is answered and its fix was tried, so the walk goes on behind them.
    expect(walk.asks).toBe("platform_up");
  });
});
