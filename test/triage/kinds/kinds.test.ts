import { describe, expect, test } from "vitest";
import { configSchema } from "../../../src/config/schema.ts";
import { type ProbeKind, type ProbeResult, probeKinds } from "../../../src/incident/evidence/evidence.ts";
import { diagnose } from "../../../src/triage/diagnosis/diagnose.ts";
import { kinds, ownerOf } from "../../../src/triage/kinds/kinds.ts";
import { planProbes } from "../../../src/triage/probes/plan-probes.ts";
import { unanswered } from "../support/answers.ts";
import { each, found, probesOfClay, wellBut } from "../support/results.ts";

describe("Kinds of probes", () => {
  test("are each described once, and shown in one order", () => {
    expect(Object.keys(kinds).toSorted()).toEqual([...probeKinds].toSorted());
    const shown = planProbes(configSchema.parse({}).clay).map(({ kind }) => kind);
    expect([...new Set(shown)]).toEqual(probeKinds.filter((kind) => !["provider", "neutral"].includes(kind)));
  });

  test("that only a newer bot knows prove nothing about Clay", () => {
    const kind = "queue" as ProbeKind;
    const newer: ProbeResult = { ...found("callback:app", unanswered("timeout")), kind, side: "unknown" };
    expect(ownerOf(newer)).toBe("unknown");
    const outage = wellBut(each(probesOfClay, unanswered("timeout")));
    const { verdict } = diagnose([...outage, { ...newer, probe: "queue:a", name: "Queue" }]);
    expect(verdict).toContain("Clay is down or cannot be reached");
    expect(verdict).not.toContain("Queue");
  });

  test("keep their secrets out of what answers of any kind say", () => {
    const token = ["t", "o", "k", "1", "2", "3", "4", "5"].join("");
    const { clay } = configSchema.parse({
      clay: { webhooks: [{ name: "a", url: "https://api.clay.com/v3/w/x", auth_token: token }] },
    });
    for (const { redact } of planProbes(clay)) expect(redact(`Seen: ${token}`)).not.toContain(token);
  });
});
