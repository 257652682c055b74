import { describe, expect, test } from "vitest";
import type { Diagnosis, ProbeResult } from "../../../src/incident/evidence/evidence.ts";
import { answersAfter } from "../../../src/incident/evidence/known-answers.ts";
import { at } from "../../support/given.ts";

const refused = {
  answer: "no",
  because: "Clay refuses rows.",
  probe: "webhook:leads",
  code: "webhook.limit_reached",
  at: at(1),
} as const;

function result(name: string, code: string): ProbeResult {
  return {
    probe: `webhook:${name}`,
    kind: "webhook",
    name: `Webhook "${name}"`,
    target: "",
    outcome: code === "ok" ? "ok" : "skipped",
    code: `webhook.${code}`,
    at: at(5),
    meaning: `Webhook "${name}" takes rows.`,
    remedy: "",
    side: "unknown",
  };
}

const look = (results: ProbeResult[], answers: Diagnosis["answers"] = {}) => ({
  diagnosis: { answers },
  results,
});

describe("What is known after a look", () => {
  test("a webhook that takes rows again disproves its fault, though others were not tested", () => {
    const looked = look([result("leads", "ok"), result("events", "needs_consent")]);
    expect(answersAfter({ webhook_accepting: refused }, looked).webhook_accepting).toMatchObject({
      answer: "yes",
      probe: "webhook:leads",
      at: at(5),
    });
    expect(answersAfter({}, looked)).toEqual({});
  });

  test("a fault of two webhooks stays until both take rows", () => {
    const both = { webhook_accepting: { ...refused, also: ["webhook:events"] } };
    const one = look([result("leads", "ok"), result("events", "needs_consent")]);
    expect(answersAfter(both, one)).toEqual(both);
    const two = look([result("leads", "ok"), result("events", "ok")]);
    expect(answersAfter(both, two).webhook_accepting?.answer).toBe("yes");
  });

  test("another webhook that takes rows says nothing about the one that refused them", () => {
    const canary = look([result("leads", "needs_consent"), result("canary", "ok")]);
    expect(answersAfter({ webhook_accepting: refused }, canary)).toEqual({ webhook_accepting: refused });
  });

  test("an older answer that comes late does not replace a newer one", () => {
    const newer = { ...refused, answer: "yes" as const, at: at(9) };
    const late = look([], { webhook_accepting: refused });
    expect(answersAfter({ webhook_accepting: newer }, late).webhook_accepting).toBe(newer);
  });
});
