import { expect, test } from "vitest";
import { soundsLikeTrouble } from "../../../src/slack/requests/sounds-like-trouble.ts";

test.each([
  "clay down",
  "Clay is down!!!",
  "is clay down?",
  "clay is broken",
  "CLAY BROKEN",
  "clay isn’t working",
  "clay not working",
  "enrichment stopped",
  "enrichments are failing",
  "our enrichment is stuck",
  "rows are not coming",
  "rows don't come in any more",
  "no new leads",
  "webhook is dead",
  "the webhook doesn't work",
  "everything is empty",
  "nothing is working",
  "we ran out of credits",
  "help! clay is down",
  "leads missing since noon",
  "hubspot sync failed",
  "table is not updating",
])("“%s” is a cry for help", (typed) => {
  expect(soundsLikeTrouble(typed)).toBe(true);
});

test.each([
  "",
  "hello",
  "clay",
  "rows",
  "sales sees no leads!",
  "traige clay is down",
  "clay is no longer down",
  "clay works again, thanks",
  "the webhook is fixed",
  "we had lunch",
  "clay pricing",
  "lunch is not coming",
])("“%s” is none", (typed) => {
  expect(soundsLikeTrouble(typed)).toBe(false);
});
