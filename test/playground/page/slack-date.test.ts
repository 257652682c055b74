import { expect, test } from "vitest";
import { slackDate } from "../../../src/playground/page/client/text/slack-date.ts";

const noon = Date.parse("2026-11-23T12:00:00Z");
const seconds = (iso: string) => Date.parse(iso) / 1000;
const inLondon = { now: noon, zone: "Europe/London" };

test.each([
  ["2026-11-23T09:14:00Z", "{time}", "09:14"],
  ["2026-11-23T09:14:05Z", "{time_secs}", "09:14:05"],
  ["2026-11-23T09:14:00Z", "{date_short_pretty} {time}", "today 09:14"],
  ["2026-11-22T09:14:00Z", "{date_pretty}", "yesterday"],
  ["2026-11-24T09:14:00Z", "{date_long_pretty} at {time}", "tomorrow at 09:14"],
  ["2026-11-09T09:14:00Z", "{date_short_pretty}", "9 Nov 2026"],
  ["2026-11-09T09:14:00Z", "{date_num}", "09/11/2026"],
  ["2026-11-23T12:12:00Z", "{ago}", "in 12 minutes"],
  ["2026-11-23T09:00:00Z", "{ago}", "3 hours ago"],
  ["2026-11-23T09:14:00Z", "{what_is_this}", "{what_is_this}"],
])("%s as %s reads %s", (at, format, shown) => {
  expect(slackDate(seconds(at), format, inLondon)).toBe(shown);
});

test("the reader's zone decides the hour, and the day", () => {
  const inTokyo = { now: noon, zone: "Asia/Tokyo" };
  expect(slackDate(seconds("2026-11-23T16:30:00Z"), "{date_pretty} {time}", inTokyo)).toBe("tomorrow 01:30");
});
