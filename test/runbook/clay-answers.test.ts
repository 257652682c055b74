import { describe, expect, test } from "vitest";
import { builtIn } from "./support/walking.ts";

const resolutions = Object.entries(builtIn.resolutions);
const steps = resolutions.flatMap(([id, { steps: own }]) => own.map((step) => ({ ...step, resolution: id })));

describe("the built-in runbook, of what Clay answers,", () => {
  test("takes any 2xx for acceptance, and calls what timed out in doubt", () => {
    const collect = steps.filter(({ do: text }) => text.startsWith("Collect the rows lost"));
    expect(collect.length).toBeGreaterThan(4);
    for (const { do: text } of collect)
      expect(text).toMatch(/did not answer with 2xx.*in doubt: look in the table first/s);
    const about200 = JSON.stringify([builtIn.questions, builtIn.resolutions]).match(
      /[^"]*\b200\b(?! kB| on the free)[^"]*/g,
    );
    expect(about200).toBeNull();
  });

  test("says of a lost token to make a new one before the webhook is made again", () => {
    const [token] = steps.filter(
      ({ resolution, do: text }) => resolution === "webhook_token" && text.includes("lost"),
    );
    expect(token?.do).toMatch(/make a new token.*Only if that cannot be done/s);
    expect(builtIn.findings["webhook.bad_request"]?.meaning).toContain("over 100 KB (400)");
  });

  test("lets nobody send again what was accepted into a table that lacks the source's column", () => {
    const { choices } = builtIn.questions.rows_hidden!;
    expect(choices).toMatchObject({ no_column: { leads_to: { resolution: "source_column_missing" } } });
    const own = steps.filter(({ resolution }) => resolution === "source_column_missing");
    expect(own[0]?.do).toMatch(/^Send nothing again/);
    expect(own.some(({ do: text }) => /again at 5 a second/.test(text))).toBe(false);
  });

  test("puts a cost beside every step that switches Auto-run on", () => {
    const switchesOn = steps.filter(
      ({ do: text, action }) => action && /(switch|Switch) (Auto-run|it|things) on\b/.test(text),
    );
    expect(switchesOn.length).toBeGreaterThan(5);
    for (const { id, do: text, cost } of switchesOn)
      expect([id, text, cost]).toEqual([id, text, expect.any(String)]);
  });

  test("names no number where a webhook's own limit is meant", () => {
    const texts = JSON.stringify([builtIn.resolutions, builtIn.errors, builtIn.findings]);
    expect(texts).not.toMatch(/50,000 submissions|40,000, replace/);
  });
});
