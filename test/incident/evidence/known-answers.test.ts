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

  describe("of which the probe in question could not be read", () => {
    const challenged = (name: string, when = at(5)): ProbeResult => ({
      ...result(name, "challenged"),
      outcome: "unknown",
      at: when,
      meaning: `Webhook "${name}" shows a browser check.`,
    });
    const unread = { at: at(5), because: 'Webhook "leads" shows a browser check.' };

    test("the fault is what was known before, and the newest result is told", () => {
      const after = answersAfter({ webhook_accepting: refused }, look([challenged("leads")]));
      expect(after).toEqual({ webhook_accepting: { ...refused, unread } });
      const again = look([challenged("leads", at(7))]);
      expect(answersAfter(after, again).webhook_accepting?.unread?.at).toBe(at(7));
    });

    test("an all-clear is, too, whichever of its kind it was", () => {
      const fine = { ...refused, answer: "yes" as const, probe: "webhook:events" };
      expect(answersAfter({ webhook_accepting: fine }, look([challenged("leads")]))).toEqual({
        webhook_accepting: { ...fine, unread },
      });
    });

    test("another webhook's says nothing, nor does one that was not tested", () => {
      const others = look([challenged("canary"), result("leads", "needs_consent")]);
      expect(answersAfter({ webhook_accepting: refused }, others)).toEqual({ webhook_accepting: refused });
    });

    test("the next one that can be read ends that", () => {
      const before = { webhook_accepting: { ...refused, unread } };
      const later = { ...refused, at: at(8) };
      expect(answersAfter(before, look([], { webhook_accepting: later }))).toEqual({
        webhook_accepting: later,
      });
    });
  });

  test("an older answer that comes late does not replace a newer one", () => {
    const newer = { ...refused, answer: "yes" as const, at: at(9) };
    const late = look([], { webhook_accepting: refused });
    expect(answersAfter({ webhook_accepting: newer }, late).webhook_accepting).toBe(newer);
  });
});
