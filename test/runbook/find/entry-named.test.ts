import { expect, test } from "vitest";
import { entryFor, entryMeant, entryNamed } from "../../../src/runbook/find/entry-named.ts";
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

test.each([
  ["crm", "crm_sync_failing"],
  ["hit rate fell", "low_hit_rate"],
  ["hit rate", "low_hit_rate"],
  ["queued", "everything_queued"],
  ["wrong data in salesforce", "wrong_data_in_crm"],
  ["wrong data in the crm", "wrong_data_in_crm"],
  ["credits drain", "credits_draining"],
  ["dashboard", "dashboard_unreachable"],
  ["webhook", "webhook_not_delivering"],
  ["enrichment stopped", "enrichment_not_running"],
  ["clay", undefined],
  ["hamster wheel", undefined],
  ["webhook gives 500 for the third hamster", undefined],
  ["", undefined],
])("“%s” means %s", (typed, entry) => {
  expect(entryMeant(builtIn, typed)).toBe(entry);
});
