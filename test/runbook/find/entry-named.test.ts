import { expect, test } from "vitest";
import { entryFor, entryNamed } from "../../../src/runbook/find/entry-named.ts";
import { builtIn } from "../support/walking.ts";

test.each([
  ["crm sync", "crm_sync_failing"],
  ["CRM sync failing for EMEA since Monday", "crm_sync_failing"],
  ["webhook", "webhook_not_delivering"],
  ["hamster wheel", undefined],
  ["clay", undefined],
  ["", undefined],
])("“%s” names %s", (typed, entry) => {
  expect(entryNamed(builtIn, typed)).toBe(entry);
});

test.each([
  ["Low hit rate", "low_hit_rate"],
  ["Low hit rate on the Q4 table", "low_hit_rate"],
  ["Webhook", "enrichment_not_running"],
  ["Webhook limit reached", "enrichment_not_running"],
  ["Credits exhausted", "enrichment_not_running"],
])("an incident titled “%s” is walked from %s", (title, entry) => {
  expect(entryFor(builtIn, title)).toBe(entry);
});
