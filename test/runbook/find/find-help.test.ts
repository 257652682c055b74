import { describe, expect, test } from "vitest";
import { findHelp } from "../../../src/runbook/find/find-help.ts";
import { builtIn } from "../support/walking.ts";

const idsFor = (typed: string) => findHelp(builtIn, typed).map(({ id }) => id);

describe("help", () => {
  test.each([
    ["can't open the dashboard", "dashboard"],
    ["Clay does not load in my browser", "dashboard"],
    ["webhook test returns nothing", "webhook_silent"],
    ["curl gives no response", "webhook_silent"],
    ["all providers empty", "providers_empty"],
    ["wrong data in Salesforce", "crm_wrong_data"],
    ["webhook limit", "webhook_replace"],
    ["HUBSPOT MAPPING", "crm_wrong_data"],
    ["can't log in", "dashboard"],
    // What people type first, as the original runbook lists it.
    ["clay incident", "clay_outage"],
    ["clay outage", "clay_outage"],
    ["clay is down!", "clay_outage"],
    ["clay emergency", "clay_outage"],
    ["clay broken", "clay_outage"],
    ["clay enrichment stopped", "enrichment_not_running"],
    ["crm down", "crm_down"],
  ])("for %j gives the row %s first", (typed, row) => {
    expect(idsFor(typed)[0]).toBe(row);
  });

  test("for a message copied from a cell explains it", () => {
    expect(findHelp(builtIn, "Rate limit wait time exceeded")[0]).toEqual({
      id: "throttled",
      issue: "Rate limited (429)",
      cause: expect.any(String),
      solution: expect.stringContaining("Wait"),
    });
  });

  test.each([
    ["403", ["webhook.limit_reached", "webhook.forbidden", "api.forbidden", "permission"]],
    [
      "HTTP 404",
      ["webhook.not_found", "api.deprecated_endpoint", "api.not_found", "callback.not_found", "not_found"],
    ],
    ["error 429!", ["webhook.rate_limited", "api.rate_limited", "callback.rate_limited", "throttled"]],
    ["402", ["api.credits_exhausted", "credits"]],
    ["401", ["webhook.unauthorized", "api.unauthorized", "login"]],
  ])("for the status code in %j says what it means at Clay", (typed, ids) => {
    expect(idsFor(typed)).toEqual(ids);
  });

  test.each([
    ["403 Forbidden", "permission"],
    ["Request failed with status code 403", "permission"],
    ["429: slow down", "throttled"],
    ["API error (404)", "not_found"],
  ])("a cell's %j is explained before what the same status means elsewhere", (typed, errorClass) => {
    expect(idsFor(typed)[0]).toBe(errorClass);
    expect(idsFor(typed).length).toBeGreaterThan(1);
  });

  test.each(["at most 500 characters", "searched 429 companies", "402 tokens too many"])(
    "a number that is no status (%j) means nothing",
    (typed) => {
      const statuses = findHelp(builtIn, typed).filter(({ id }) => /[.]|credits$|throttled/.test(id));
      expect(statuses).toEqual([]);
    },
  );

  test("of a message that can mean two things tells both", () => {
    expect(idsFor("UNABLE_TO_LOCK_ROW: DUPLICATES_DETECTED").slice(0, 2)).toEqual([
      "crm_duplicate",
      "crm_locked",
    ]);
  });

  test("a status code comes with its meaning and its fix, and nothing left to fill in", () => {
    expect(findHelp(builtIn, "403")[0]).toEqual({
      id: "webhook.limit_reached",
      issue: "403 from a webhook of Clay",
      cause: expect.stringContaining("The webhook refuses new rows: it has used its limit of submissions"),
      solution: expect.stringContaining("Create a new webhook"),
      link: expect.stringMatching(/^https:/),
    });
    expect(JSON.stringify(findHelp(builtIn, "503"))).not.toMatch(/[{][a-z_]+[}]/);
  });

  test("for a resolution gives its first steps", () => {
    const [first] = findHelp(builtIn, "webhook limit");
    const { incident_title, steps } = builtIn.resolutions.webhook_replace!;
    expect(first).toMatchObject({ issue: incident_title, solution: expect.stringContaining(steps[0]!.do) });
  });

  test("for a symptom offers the walk that begins with it", () => {
    const { title, symptom } = builtIn.entries.low_hit_rate!;
    expect(findHelp(builtIn, "low hit rate")).toContainEqual({ id: "low_hit_rate", issue: title, symptom });
  });

  test("without words gives every row, with its link", () => {
    expect(idsFor("  ")).toEqual(Object.keys(builtIn.troubleshooting));
    expect(findHelp(builtIn, "")[1]).toHaveProperty("link", expect.stringMatching(/^https:/));
  });

  test("for words nobody knows gives nothing", () => {
    expect(idsFor("xylophone")).toEqual([]);
  });
});
