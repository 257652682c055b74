import { describe, expect, test } from "vitest";
import { at } from "../support/given.ts";
import { declared, type IncidentStory, rules, upon } from "../support/incidents.ts";

const tick = (story: IncidentStory, minute: number) => upon(story, minute, { type: "tick" });
const events = ({ last }: IncidentStory) => ("events" in last ? last.events : []);

describe("The response clock", () => {
  test("nudges at half, calls the group when time is out, then the contact, each once", () => {
    const story = declared({ severity: "P2" });
    const promised = upon(story, 0, { type: "update", text: "x", nextUpdateAt: null });
    expect(promised.wakesAt).toBe(at(30));
    const nudged = tick(promised, 30);
    expect(events(nudged)).toEqual([{ type: "response.nudged", late: false }]);
    const group = tick(nudged, 60);
    expect(events(group)).toEqual([
      { type: "response.escalated", step: 1, target: { kind: "group", id: "S_ONCALL" }, late: false },
    ]);
    expect(group.wakesAt).toBe(at(90));
    const contact = tick(group, 90);
    expect(events(contact)).toEqual([
      { type: "response.escalated", step: 2, target: { kind: "contact", id: "U_CONTACT" }, late: false },
    ]);
    expect(contact.wakesAt).toBeNull();
  });

  test("keeps silent once somebody leads", () => {
    const led = upon(declared({ severity: "P4" }), 5, { type: "take_lead" });
    expect(led.wakesAt).toBeNull();
  });

  test("after a day of downtime calls once, late, and leaves the group its time before the contact", () => {
    const back = tick(declared(), 1440);
    expect(back.happened).toEqual(["response.escalated", "update.overdue"]);
    expect(events(back).every((event) => "late" in event && event.late)).toBe(true);
    expect(tick(back, 1440).happened).toEqual([]);
    expect(tick(back, 1447.5).happened).toEqual(["response.escalated"]);
  });

  test("records that time ran out even where nobody is configured to be called", () => {
    const alone = declared({}, { ...rules, escalation: [] });
    expect(events(tick(alone, 15))).toEqual([
      { type: "response.escalated", step: 1, target: null, late: false },
    ]);
    expect(tick(alone, 15).wakesAt).toBe(at(20));
  });

  test("lowered after a call calls nobody a second time; raised calls afresh", () => {
    const called = tick(declared(), 15);
    const lowered = upon(called, 16, { type: "change_severity", to: "P3" });
    expect(lowered.state.response?.calls).toBe(1);
    const raised = upon(lowered, 17, { type: "change_severity", to: "P2" });
    expect(raised.state.response).toMatchObject({ calls: 0, respondBy: at(60) });
  });

  test("of a reopened incident counts from the reopening, whatever becomes of the severity", () => {
    const resolved = upon(declared({ severity: "P3" }), 10, { type: "resolve", resolution: "By itself" });
    const reopened = upon(resolved, 1440, { type: "reopen", reason: "It is back" });
    expect(reopened.state.response?.respondBy).toBe(at(1440 + 240));
    const raised = upon(reopened, 1445, { type: "change_severity", to: "P1" });
    expect(raised.state.response).toMatchObject({ respondBy: at(1455), callAt: at(1455) });
    expect(tick(raised, 1446).happened).toEqual([]);
  });

  test("of a P4 found on a Friday runs until Monday's closing, in the team's zone", () => {
    const friday = declared({ severity: "P4", detectedAt: "2026-10-23T20:00:00.000Z" });
    // Clocks in Berlin go back on Sunday 25 October 2026; at 17:00 on Monday they are one hour ahead of UTC.
    expect(friday.state.response?.respondBy).toBe("2026-10-26T16:00:00.000Z");
  });
});

describe("The update clock", () => {
  const led = upon(declared(), 0, { type: "take_lead" });

  test("nudges before the update is due, says overdue once and twice more, then keeps silent", () => {
    const nudged = tick(led, 20);
    expect(events(nudged)).toEqual([{ type: "update.nudged", dueAt: at(30), late: false }]);
    const counts = [];
    let story = nudged;
    for (let next = story.wakesAt; next; next = story.wakesAt) {
      story = tick(story, (Date.parse(next) - Date.parse(at(0))) / 60_000);
      counts.push([story.wakesAt, ...events(story).map((event) => "count" in event && event.count)]);
    }
    expect(counts).toEqual([
      [at(45), 1],
      [at(60), 2],
      [null, 3],
    ]);
  });

  test("starts anew with each update", () => {
    const overdue = tick(tick(led, 20), 30);
    const updated = upon(overdue, 31, { type: "update", text: "Still looking" });
    expect(updated.wakesAt).toBe(at(51));
  });

  test("snoozed rings when the snooze ends; dismissed not at all", () => {
    const snoozed = upon(tick(led, 20), 29, { type: "snooze", minutes: 15 });
    expect(snoozed.wakesAt).toBe(at(44));
    expect(tick(snoozed, 43).happened).toEqual([]);
    expect(events(tick(snoozed, 44))).toEqual([
      { type: "update.overdue", dueAt: at(30), count: 1, late: false },
    ]);
    const dismissed = upon(snoozed, 30, { type: "dismiss" });
    expect(dismissed.wakesAt).toBeNull();
    expect(upon(dismissed, 31, { type: "snooze", minutes: 15 }).refused).toBe("reminders_dismissed");
  });

  test("has nothing to snooze where none is promised, or the last reminder is given", () => {
    const none = upon(led, 1, { type: "update", text: "x", nextUpdateAt: null });
    expect(upon(none, 2, { type: "snooze", minutes: 15 }).refused).toBe("no_promise");
    const last = tick(tick(tick(led, 30), 45), 60);
    expect(upon(last, 61, { type: "snooze", minutes: 15 }).refused).toBe("no_more_reminders");
    expect(upon(led, 1, { type: "snooze", minutes: 0 }).refused).toBe("snooze_out_of_range");
  });
});

describe("A watch", () => {
  const hitRate = {
    type: "start_watch",
    what: "hit rate",
    unit: "percent",
    everyMinutes: 15,
    forMinutes: 60,
    goal: { atLeast: 80 },
  } as const;
  const quiet = upon(upon(declared(), 0, { type: "take_lead" }), 0, {
    type: "update",
    text: "x",
    nextUpdateAt: null,
  });
  const watching = upon(quiet, 0, hitRate);

  test("asks at its rhythm and ends when its time is up", () => {
    const asked = tick(watching, 15);
    expect(events(asked)).toEqual([{ type: "watch.asked", watch: "W1", late: false }]);
    expect(asked.wakesAt).toBe(at(30));
    expect(events(tick(asked, 60))).toEqual([{ type: "watch.ended", watch: "W1", reason: "time_is_up" }]);
  });

  test("keeps the series and says when it is back to normal", () => {
    const low = upon(watching, 16, { type: "record_figure", watch: "W1", value: 41 });
    expect(low.state.watches[0]?.figures).toMatchObject([{ value: 41, normal: false }]);
    const normal = upon(low, 31, { type: "record_figure", watch: "W1", value: 82 });
    expect(normal.happened).toEqual(["watch.recorded", "watch.ended"]);
    expect(normal.wakesAt).toBeNull();
    expect(upon(normal, 32, { type: "record_figure", watch: "W1", value: 83 }).refused).toBe("watch_ended");
  });

  test("ends with the incident", () => {
    const resolved = upon(watching, 20, { type: "resolve", resolution: "Providers reconnected" });
    expect(resolved.happened).toEqual(["incident.resolved", "watch.ended"]);
  });

  test("is started once, for a sensible time, and can be stopped", () => {
    expect(upon(watching, 1, hitRate).refused).toBe("already_watched");
    expect(upon(quiet, 1, { ...hitRate, everyMinutes: 0 }).refused).toBe("watch_out_of_range");
    expect(upon(watching, 1, { type: "record_figure", watch: "W1", value: Number.NaN }).refused).toBe(
      "not_a_figure",
    );
    expect(upon(watching, 1, { type: "record_figure", watch: "W1", value: 825 }).refused).toBe(
      "impossible_figure",
    );
    const stopped = upon(watching, 2, { type: "stop_watch", watch: "W1" });
    expect(stopped.wakesAt).toBeNull();
    expect(upon(stopped, 3, { type: "stop_watch", watch: "W7" }).refused).toBe("no_such_watch");
  });
});
