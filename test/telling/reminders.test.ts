import { describe, expect, test } from "vitest";
import { plainText } from "../../src/lib/words.ts";
import { reminders } from "../../src/telling/reminders.ts";
import { at, lead, responder } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";

const tick = (story: IncidentStory, minute: number) => upon(story, minute, { type: "tick" });
const outcomes = ({ history }: IncidentStory) =>
  reminders(history).map(({ asks, outcome }) => [asks, outcome && plainText(outcome)]);
const led = upon(declared(), 0, { type: "take_lead" });
const quiet = upon(led, 0, { type: "update", text: "x", nextUpdateAt: null });

describe("A reminder", () => {
  test("waits until somebody does what it asks, and then says who did", () => {
    const nudged = tick(declared(), 7.5);
    expect(outcomes(nudged)).toEqual([["lead", null]]);
    const answered = upon(nudged, 9, { type: "take_lead" }, responder);
    expect(outcomes(answered)).toEqual([["lead", "responder leads since 09:23 UTC."]]);
    const handedOver = upon(answered, 20, { type: "take_lead", handover: true });
    expect(outcomes(handedOver)).toEqual(outcomes(answered));
  });

  test("gives way to the next one that asks the same", () => {
    const twice = tick(tick(led, 20), 30);
    expect(outcomes(twice)).toEqual([
      ["update", ""],
      ["update", null],
    ]);
  });

  test("of an update is answered by the update, a snooze, a dismissal or the resolution", () => {
    const nudged = tick(led, 20);
    const answeredBy = (command: Parameters<typeof upon>[2]) =>
      outcomes(upon(nudged, 22, command, responder))[0];
    expect(answeredBy({ type: "update", text: "Still at it" })).toEqual([
      "update",
      "Updated by responder at 09:36 UTC.",
    ]);
    expect(answeredBy({ type: "snooze", minutes: 15 })).toEqual([
      "update",
      "Put off by responder until 09:51 UTC.",
    ]);
    expect(answeredBy({ type: "dismiss" })).toEqual(["update", "Dismissed by responder at 09:36 UTC."]);
    expect(answeredBy({ type: "resolve", resolution: "Mended" })).toEqual([
      "update",
      "Resolved by responder at 09:36 UTC.",
    ]);
  });

  test("says when it is the last of its kind", () => {
    const last = tick(tick(tick(led, 30), 45), 60);
    expect(reminders(last.history).map(({ isLast }) => isLast)).toEqual([false, false, true]);
  });

  test("of a figure is answered by that figure, and by no other's", () => {
    const watch = { type: "start_watch", unit: "percent", everyMinutes: 15, forMinutes: 60 } as const;
    const both = upon(upon(quiet, 0, { ...watch, what: "Hit rate" }), 0, { ...watch, what: "Errors" });
    const asked = tick(both, 15);
    const figure = upon(asked, 16, { type: "record_figure", watch: "W2", value: 0.25 }, responder);
    expect(outcomes(figure)).toEqual([
      [{ watch: "W1" }, null],
      [{ watch: "W2" }, "0.25 %, from responder."],
    ]);
    const stopped = upon(figure, 17, { type: "stop_watch", watch: "W1" });
    expect(outcomes(stopped)[0]).toEqual([{ watch: "W1" }, "Hit rate is no longer watched."]);
  });

  test("of the archive or of something to do is answered by its doing", () => {
    const channel = upon(quiet, 1, { type: "record_channel", channel: "C1", name: "inc-12" });
    const over = upon(channel, 2, { type: "resolve", resolution: "Mended" });
    const item = upon(over, 3, {
      type: "add_action_item",
      text: "Alert at 45,000 rows",
      dueAt: over.wakesAt!,
    });
    const asked = tick(item, 2 + 72 * 60);
    expect(outcomes(asked)).toEqual([
      ["archive", null],
      [{ item: "A1" }, null],
    ]);
    const later = upon(
      asked,
      4900,
      { type: "change_action_item", item: "A1", text: "Alert", dueAt: at(9000) },
      responder,
    );
    expect(outcomes(later)[1]).toEqual([
      { item: "A1" },
      "Changed by responder, 2026-11-26 18:54 UTC: due 2026-11-29 15:14 UTC.",
    ]);
    const closed = upon(asked, 5000, { type: "close_action_item", item: "A1" }, responder);
    const archived = upon(closed, 5001, { type: "archive" });
    expect(outcomes(archived).map(([, outcome]) => outcome)).toEqual([
      "Archived by lead at 20:35 UTC.",
      "Done, says responder, 2026-11-26 20:34 UTC.",
    ]);
  });

  test("names whom it calls", () => {
    const called = tick(tick(declared(), 15), 22.5);
    expect(reminders(called.history).map(({ to }) => to)).toEqual([null, "U_CONTACT", null]);
    expect(called.state.called).toEqual(["U_CONTACT"]);
  });
});

describe("In a private incident", () => {
  const hidden = upon(declared({ private: true }), 1, { type: "join", person: responder });

  test("the group is not called, the contact is and may see it from then on", () => {
    const called = tick(tick(hidden, 15), 22.5);
    const [group, contact] = reminders(called.history).filter(({ asks }) => asks === "lead");
    expect(plainText(group!.words)).toContain(
      "It is private, so nobody is called but those in this channel.",
    );
    expect(contact!.to).toBe("U_CONTACT");
  });

  test("who leaves the channel belongs to it no more", () => {
    expect(hidden.state.responders).toHaveLength(2);
    const left = upon(hidden, 2, { type: "leave", person: responder });
    expect(left.state.responders).toHaveLength(1);
    expect(upon(left, 3, { type: "leave", person: responder }).happened).toEqual([]);
    expect(upon(declared(), 2, { type: "leave", person: responder }).happened).toEqual([]);
  });

  test("nobody is reminded who does not belong to it: not the owner who left, not the contact who left", () => {
    const dueAt = at(60);
    const item = { type: "add_action_item", text: "Tell the partner", owner: responder, dueAt } as const;
    const left = upon(upon(hidden, 2, item), 3, { type: "leave", person: responder });
    const asked = tick(left, 60);
    expect(reminders(asked.history).at(-1)?.to).toBe(lead.id);
    const contact = { kind: "person", id: "U_CONTACT", name: "contact" } as const;
    const gone = upon(tick(tick(hidden, 15), 22.5), 23, { type: "leave", person: contact });
    expect(reminders(gone.history).map(({ to }) => to)).toEqual([null, null, null]);
    const nobody = upon(asked, 61, { type: "leave", person: lead });
    expect(reminders(nobody.history).at(-1)?.to).toBeNull();
  });

  test("nothing is given to do to one who does not belong to it", () => {
    const outside = { type: "add_action_item", text: "Tell the partner", owner: responder } as const;
    expect(upon(declared({ private: true }), 1, outside).refused).toBe("owner_outside");
    expect(upon(declared(), 1, outside).refused).toBeNull();
    expect(upon(hidden, 2, outside).refused).toBeNull();
  });

  test("made so in a public channel, goes on in another; whoever made it so belongs to it", () => {
    const open = upon(declared(), 1, { type: "record_channel", channel: "C1", name: "inc-12" });
    const closed = upon(open, 2, { type: "make_private" }, responder);
    expect(closed.state).toMatchObject({ channel: null, leftChannel: { id: "C1", name: "inc-12" } });
    expect(closed.state.responders).toHaveLength(2);
    const stale = { type: "record_channel", channel: "C1", name: "inc-12", private: false } as const;
    expect(upon(closed, 3, stale).happened).toEqual([]);
    const moved = upon(closed, 3, { type: "record_channel", channel: "C2", name: "inc-12-2", private: true });
    expect(moved.state.channel?.id).toBe("C2");
  });

  test("a public channel whose opening was under way when it was made private is one to leave", () => {
    const closed = upon(declared(), 1, { type: "make_private" });
    const late = upon(closed, 2, { type: "record_channel", channel: "C1", name: "inc-12", private: false });
    expect(late.state).toMatchObject({ channel: null, leftChannel: { id: "C1" } });
  });
});
