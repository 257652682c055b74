import { expect, test } from "vitest";
import { nextBusinessDay } from "../../../src/incident/clock/business-hours.ts";

const weekdays = [1, 2, 3, 4, 5];

test.each([
  ["a Monday", "2026-11-23T09:14:00.000Z", "UTC", "2026-11-24T09:00:00.000Z", "2026-11-24T17:00:00.000Z"],
  ["a Friday", "2026-11-27T12:00:00.000Z", "UTC", "2026-11-30T09:00:00.000Z", "2026-11-30T17:00:00.000Z"],
  ["a Sunday", "2026-11-29T12:00:00.000Z", "UTC", "2026-11-30T09:00:00.000Z", "2026-11-30T17:00:00.000Z"],
  // 20:00 UTC on Monday is already Tuesday in Tokyo.
  [
    "Tuesday in Tokyo",
    "2026-11-23T20:00:00.000Z",
    "Asia/Tokyo",
    "2026-11-25T00:00:00.000Z",
    "2026-11-25T08:00:00.000Z",
  ],
  // Monday evening in Los Angeles, when it is Tuesday in UTC.
  [
    "Monday in Los Angeles",
    "2026-11-24T03:00:00.000Z",
    "America/Los_Angeles",
    "2026-11-24T17:00:00.000Z",
    "2026-11-25T01:00:00.000Z",
  ],
  // Clocks go back in New York on Sunday 1 November 2026, and forward in Berlin on Sunday 28 March 2027.
  [
    "a change back",
    "2026-10-30T16:00:00.000Z",
    "America/New_York",
    "2026-11-02T14:00:00.000Z",
    "2026-11-02T22:00:00.000Z",
  ],
  [
    "a change forward",
    "2027-03-26T16:00:00.000Z",
    "Europe/Berlin",
    "2027-03-29T07:00:00.000Z",
    "2027-03-29T15:00:00.000Z",
  ],
])("the business day after %s", (_, after, zone, opensAt, closesAt) => {
  expect(nextBusinessDay(after, { zone, days: weekdays, from: "09:00", to: "17:00" })).toEqual({
    opensAt,
    closesAt,
  });
});

test("a team that works on one day a week waits for it", () => {
  const { opensAt } = nextBusinessDay("2026-11-24T09:00:00.000Z", {
    zone: "UTC",
    days: [2],
    from: "08:30",
    to: "12:00",
  });
  expect(opensAt).toBe("2026-12-01T08:30:00.000Z");
});
