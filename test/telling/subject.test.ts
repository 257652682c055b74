import { expect, test } from "vitest";
import { besideName } from "../../src/telling/subject.ts";
import { answered, unanswered } from "../triage/support/answers.ts";
import { allProbes, each, found, wellBut } from "../triage/support/results.ts";

test("beside a probe's name its meaning goes on from it, and by itself it is a sentence", () => {
  const full = found(
    "webhook:leads",
    answered(403, { body: { message: "Record limit reached for webhook" } }),
  );
  expect(full.meaning).toMatch(/^Webhook "leads" refuses new rows: it has used its limit of submissions/);
  expect(besideName(full)).toMatch(/^refuses new rows: it has used its limit of submissions/);
  const dead = found("api:main", answered(401));
  expect(dead.meaning).toBe("Your API key is not accepted by Clay: it is invalid or expired (401).");
  expect(besideName(dead)).toBe("is not accepted by Clay: it is invalid or expired (401).");
});

test("a meaning that says it without the name is told whole", () => {
  expect(besideName({ name: "Credits", meaning: "Only 180 credits are left." })).toBe(
    "Only 180 credits are left.",
  );
});

test("no line says its probe's name twice, whatever the probe got", () => {
  const exchanges = [answered(200), answered(403), answered(503), unanswered("dns"), unanswered("timeout")];
  for (const result of exchanges.flatMap((exchange) => wellBut(each(allProbes, exchange)))) {
    expect(besideName(result)).not.toContain(result.name);
  }
});
