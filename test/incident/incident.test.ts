import { describe, expect, test } from "vitest";
import { durations, responseKept } from "../../src/incident/clock/durations.ts";
import type { Evidence } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import { actionsTaken } from "../../src/incident/state.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { plainText } from "../../src/lib/words.ts";
import { at, given, lead, responder } from "../support/given.ts";
import {
  declared,
  type IncidentStory,
  limitReached,
  rules,
  stillFailing,
  upon,
  webhookLimit,
} from "../support/incidents.ts";

const told = ({ last }: IncidentStory) => ("refusal" in last ? plainText(last.refusal.message) : null);
const minutes = (ms: number | null) => ms !== null && ms / 60_000;
const fix = { type: "resolve", resolution: "New webhook in place" } as const;

describe("Declaring", () => {
  test("starts an investigation with the clocks of its severity", () => {
    const { state } = declared();
    expect(state).toMatchObject({ status: "investigating", severity: "P1", lead: null, responders: [lead] });
    expect(state.response).toMatchObject({ respondBy: at(15), nudgeAt: at(7.5), callAt: at(15) });
    expect(state.promised).toMatchObject({ dueAt: at(30), nudgeAt: at(20) });
  });

  test("a P4 promises no updates, and a leader by the end of the next business day", () => {
    const { state } = declared({ severity: "P4" });
    expect(state.promised).toBeNull();
    expect(state.response).toMatchObject({
      nudgeAt: "2026-11-24T12:00:00.000Z",
      respondBy: "2026-11-24T16:00:00.000Z",
    });
  });

  test("counts the response time from detection, and calls at once when it has run out by then", () => {
    const { state } = given(incident, rules).when({ command: { ...webhookLimit, detectedAt: at(-60) } });
    expect(state.response).toMatchObject({ respondBy: at(-45), nudgeAt: null, callAt: at(0) });
  });

  test("by someone who leads from the start answers the response clock", () => {
    const { state } = declared({ lead });
    expect(durations(state).toAcknowledge).toBe(0);
    expect(state.acknowledged).toEqual({ at: at(0), by: lead });
  });

  test.each([
    ["title_missing", { title: "  " }],
    ["title_too_long", { title: "x".repeat(151) }],
    ["text_too_long", { impact: "x".repeat(12_001) }],
    ["detected_in_future", { detectedAt: at(1) }],
  ])("is refused with %s and writes nothing", (code, more) => {
    const story = declared(more);
    expect(story.refused).toBe(code);
    expect(story.stream).toEqual([]);
  });

  test("keeps 3,001 characters as typed", () => {
    const impact = `<!channel> & "خط" 🚨 ${"x".repeat(3001)}`;
    expect(declared({ impact }).state.impact).toBe(impact);
  });

  test("is left to a group where one is set up for it", () => {
    const story = declared({}, { ...rules, may: { declare: false, resolve: true } });
    expect(story.refused).toBe("may_not_declare");
  });

  test("happens once", () => {
    expect(told(upon(declared(), 1, webhookLimit, responder))).toBe("lead declared INC-12 at 09:14 UTC.");
  });

  test("must come before anything else", () => {
    expect(given(incident, rules).when({ command: { type: "note", text: "?" } }).refused).toBe(
      "no_such_incident",
    );
  });
});

describe("Leading", () => {
  test("tells the second who presses who was first", () => {
    const led = upon(declared(), 4, { type: "take_lead" }, responder);
    expect(led.state).toMatchObject({ lead: responder, leadSince: at(4), responders: [lead, responder] });
    expect(told(upon(led, 5, { type: "take_lead" }))).toBe(
      "responder leads INC-12 since 09:18 UTC. Ask them to hand over.",
    );
    expect(upon(led, 5, { type: "take_lead" }, responder).refused).toBe("already_leads");
    expect(told(upon(led, 3000, { type: "take_lead" }))).toContain("since 2026-11-23 09:18 UTC");
  });

  test("can be handed over, and was acknowledged by the first", () => {
    const led = upon(declared(), 4, { type: "take_lead" });
    const handed = upon(led, 9, { type: "take_lead", person: responder, handover: true });
    expect(handed.state.lead).toEqual(responder);
    expect(minutes(durations(handed.state).toAcknowledge)).toBe(4);
    expect(responseKept(handed.state, at(60))).toBe(true);
  });

  test("too late misses the promise", () => {
    expect(responseKept(declared().state, at(15))).toBeNull();
    expect(responseKept(declared().state, at(16))).toBe(false);
    expect(responseKept(upon(declared(), 20, { type: "take_lead" }).state, at(21))).toBe(false);
  });
});

describe("Severity", () => {
  test("raised moves the response clock, and the new severity's rules see it", () => {
    const raised = upon(declared({ severity: "P3" }), 10, {
      type: "change_severity",
      to: "P1",
      reason: "All leads",
    });
    expect(raised.state.response).toMatchObject({ respondBy: at(15), callAt: at(15), nudgeAt: null });
    expect(raised.state.promised?.dueAt).toBe(at(40));
  });

  test("raised after the new time has run out calls at once", () => {
    const raised = upon(declared({ severity: "P3" }), 60, { type: "change_severity", to: "P1" });
    expect(raised.state.response).toMatchObject({ respondBy: at(15), callAt: at(60) });
    expect(upon(raised, 60, { type: "tick" }).happened).toEqual(["response.escalated"]);
  });

  test("lowered leaves the promised update, unless the new one promises none", () => {
    const lowered = upon(declared(), 5, { type: "change_severity", to: "P2" });
    expect(lowered.state.promised?.dueAt).toBe(at(30));
    expect(lowered.state.response?.respondBy).toBe(at(60));
    expect(upon(lowered, 6, { type: "change_severity", to: "P4" }).state.promised).toBeNull();
  });

  test("unchanged is refused, with who set it", () => {
    const raised = upon(declared({ severity: "P2" }), 3, { type: "change_severity", to: "P1" }, responder);
    expect(told(upon(raised, 4, { type: "change_severity", to: "P1" }))).toBe(
      "INC-12 is already P1, by responder at 09:17 UTC.",
    );
  });

  test("changed once somebody leads leaves the response clock alone", () => {
    const led = upon(declared({ severity: "P2" }), 3, { type: "take_lead" });
    const raised = upon(led, 40, { type: "change_severity", to: "P1" });
    expect(responseKept(raised.state, at(50))).toBe(true);
  });
});

describe("An update", () => {
  test("moves the status, notes the action and promises the next", () => {
    const updated = upon(declared(), 27, {
      type: "update",
      text: "New webhook in place",
      status: "mitigating",
      action: "Webhook replaced",
    });
    expect(updated.state).toMatchObject({
      status: "mitigating",
      lastUpdate: { text: "New webhook in place" },
    });
    expect(updated.state.promised?.dueAt).toBe(at(57));
    expect(actionsTaken(updated.state).map(({ text }) => text)).toEqual(["Webhook replaced"]);
  });

  test("may promise another time, or none", () => {
    const promised = upon(declared(), 1, { type: "update", text: "Looking", nextUpdateAt: at(90) });
    expect(promised.state.promised?.dueAt).toBe(at(90));
    expect(
      upon(promised, 2, { type: "update", text: "Later", nextUpdateAt: null }).state.promised,
    ).toBeNull();
    expect(upon(promised, 2, { type: "update", text: "?", nextUpdateAt: at(2) }).refused).toBe(
      "next_update_in_past",
    );
  });

  test("that says nothing is refused; to the same status, with who set it", () => {
    expect(upon(declared(), 1, { type: "update", text: " " }).refused).toBe("update_empty");
    const mitigating = upon(declared(), 1, { type: "update", status: "mitigating" }, responder);
    expect(told(upon(mitigating, 2, { type: "update", status: "mitigating" }))).toBe(
      "INC-12 is already Mitigating, by responder at 09:15 UTC.",
    );
  });

  test("with words and the status it has keeps the words", () => {
    const told = upon(declared(), 1, { type: "update", text: "Still looking", status: "investigating" });
    expect(told.state.statuses).toHaveLength(1);
    expect(told.state.lastUpdate?.text).toBe("Still looking");
  });
});

describe("Resolving", () => {
  const worked = upon(upon(declared(), 4, { type: "take_lead" }), 27, {
    type: "update",
    status: "mitigating",
  });
  const resolved = upon(worked, 100, { ...fix, rootCause: "50,000-submission limit reached" });

  test("ends the clocks and keeps the durations", () => {
    expect(resolved.state).toMatchObject({
      status: "resolved",
      promised: null,
      rootCause: "50,000-submission limit reached",
    });
    const { toAcknowledge, toMitigate, toResolve } = durations(resolved.state);
    expect([toAcknowledge, toMitigate, toResolve].map(minutes)).toEqual([4, 27, 100]);
    expect(summariseIncident("INC-12", resolved.state)).toMatchObject({ open: false, endedAt: at(100) });
  });

  test("twice tells the second who was first", () => {
    expect(told(upon(resolved, 101, fix, responder))).toBe(
      "INC-12 was resolved by lead, 2026-11-23 10:54 UTC. Reopen it to go on.",
    );
  });

  test("while triage still fails must be deliberate", () => {
    expect(upon(worked, 90, { ...fix, evidence: stillFailing }).refused).toBe("still_failing");
    const anyway = upon(worked, 90, { ...fix, evidence: stillFailing, despiteFailing: true });
    expect(anyway.state.resolved).toMatchObject({ despiteFailing: true });
  });

  test("what it is about and was last seen wrong must be tested, or be closed deliberately", () => {
    const refusing = upon(worked, 80, { type: "record_triage", evidence: limitReached(at(80)) });
    const untested = { ...stillFailing.diagnosis, outcome: "healthy", verdict: "Nothing wrong was found." };
    const evidence = { ...stillFailing, diagnosis: untested } as Evidence;
    const refused = upon(refusing, 90, { ...fix, evidence });
    expect(refused.refused).toBe("not_tested");
    expect(told(refused)).toContain(
      "Not tested this time, and at 10:34 UTC: Clay refuses rows: 50,000 submissions used (403). Run triage",
    );
    expect(upon(refusing, 90, fix).refused).toBe("not_tested");
    const anyway = upon(refusing, 90, { ...fix, evidence, despiteFailing: true });
    expect(anyway.state.resolved).toMatchObject({
      despiteFailing: false,
      untested: ["Clay refuses rows: 50,000 submissions used (403)."],
    });
  });

  test("needs a resolution, and the right to", () => {
    expect(upon(worked, 90, { ...fix, resolution: "" }).refused).toBe("text_missing");
    const barred = declared({}, { ...rules, may: { declare: true, resolve: false } });
    expect(upon(barred, 90, fix).refused).toBe("may_not_resolve");
  });

  test("leaves details editable, and edits leave the durations unchanged", () => {
    const edited = upon(resolved, 5000, {
      type: "edit_details",
      details: { prevention: "Alert at 45,000", impact: webhookLimit.impact! },
      creditsLost: { kind: "rows", rows: 1830, creditsPerRow: 2 },
    });
    expect(edited.last).toEqual({
      events: [
        {
          type: "details.edited",
          details: { prevention: "Alert at 45,000" },
          creditsLost: { kind: "rows", rows: 1830, creditsPerRow: 2 },
        },
      ],
    });
    expect(durations(edited.state)).toEqual(durations(resolved.state));
  });

  test("is followed by silence, whatever is changed later", () => {
    const worse = upon(resolved, 110, { type: "change_severity", to: "P2" });
    expect(worse.state.promised).toBeNull();
    expect(upon(worse, 4000, { type: "tick" }).happened).toEqual([]);
  });

  test("reopened goes on with the clock where it stopped", () => {
    const reopened = upon(resolved, 200, { type: "reopen", reason: "Refuses rows again" });
    expect(reopened.state).toMatchObject({
      status: "investigating",
      resolved: null,
      promised: { dueAt: at(230) },
    });
    const again = upon(reopened, 220, fix);
    expect(minutes(durations(again.state).toResolve)).toBe(120);
    expect(told(upon(reopened, 201, { type: "reopen", reason: "Me too" }, responder))).toBe(
      "lead already reopened INC-12 at 12:34 UTC.",
    );
  });

  test("reopened without anyone ever leading starts the response clock anew", () => {
    const unled = upon(upon(declared(), 5, fix), 50, { type: "reopen", reason: "Back" });
    expect(unled.state.response).toMatchObject({ respondBy: at(65), calls: 0 });
  });
});

describe("The channel", () => {
  const open = upon(declared(), 1, { type: "record_channel", channel: "C1", name: "inc-12" });

  test("is recorded once; a second one is refused", () => {
    expect(upon(open, 2, { type: "record_channel", channel: "C1", name: "inc-12" }).happened).toEqual([]);
    expect(upon(open, 2, { type: "record_channel", channel: "C2", name: "inc-12-2" }).refused).toBe(
      "has_channel",
    );
  });

  test("lost silences the clocks; found again, each rings once and late", () => {
    const lost = upon(open, 2, { type: "lose_channel", reason: "kicked" });
    expect(lost.wakesAt).toBeNull();
    const back = upon(lost, 600, { type: "record_channel", channel: "C2", name: "inc-12-2" });
    expect(back.happened).toEqual(["channel.restored"]);
    const rung = upon(back, 600, { type: "tick" });
    expect(rung.last).toMatchObject({
      events: [
        { type: "response.escalated", step: 1, late: true },
        { type: "update.overdue", count: 1, late: true },
      ],
    });
  });

  test("archived stays so when the bot is taken out of it for that; taken out first, it is archived later", () => {
    const archived = upon(open, 2, { type: "lose_channel", reason: "archived" });
    expect(upon(archived, 2, { type: "lose_channel", reason: "removed" }).happened).toEqual([]);
    const removed = upon(open, 2, { type: "lose_channel", reason: "removed" });
    const both = upon(removed, 2, { type: "lose_channel", reason: "archived" });
    expect(both.state.channelLost).toBe("archived");
  });

  test("is offered for archiving some time after the resolution, once, and archived on request", () => {
    const resolved = upon(open, 60, fix);
    expect(resolved.wakesAt).toBe(at(60 + 72 * 60));
    const offered = upon(resolved, 60 + 72 * 60, { type: "tick" });
    expect(offered.happened).toEqual(["archive.offered"]);
    expect(offered.wakesAt).toBeNull();
    const archived = upon(offered, 5000, { type: "archive" });
    expect(archived.happened).toEqual(["incident.archived"]);
    expect(upon(archived, 5001, { type: "archive" }, responder).refused).toBe("already_archived");
    expect(upon(open, 2, { type: "archive" }).refused).toBe("is_open");
  });

  test("a nicety that fails is named once", () => {
    const command = { type: "degrade", what: "Topic not set", why: "missing_scope" } as const;
    const once = upon(open, 2, command);
    expect(once.happened).toEqual(["delivery.degraded"]);
    expect(upon(once, 3, command).happened).toEqual([]);
  });
});

describe("Privacy", () => {
  test("is given once and not taken back", () => {
    const hidden = upon(declared(), 3, { type: "make_private" }, responder);
    expect(summariseIncident("INC-12", hidden.state)).toMatchObject({
      private: true,
      extra: { members: [lead.id, responder.id] },
    });
    expect(upon(hidden, 4, { type: "make_private" }).refused).toBe("already_private");
  });
});

describe("Afterwards", () => {
  const item = upon(declared(), 1, {
    type: "add_action_item",
    text: "Alert at 45,000",
    owner: responder,
    dueAt: at(2000),
  });

  test("an action item is reminded of when due, once, also after the resolution", () => {
    const resolved = upon(item, 10, fix);
    expect(resolved.wakesAt).toBe(at(2000));
    const reminded = upon(resolved, 2000, { type: "tick" });
    expect(reminded.happened).toEqual(["action_item.reminded"]);
    expect(reminded.wakesAt).toBeNull();
  });

  test("an action item gets another owner and date, and is reminded of anew then", () => {
    const reminded = upon(upon(item, 10, fix), 2000, { type: "tick" });
    const change = {
      type: "change_action_item",
      item: "A1",
      text: "Alert at 40,000",
      dueAt: at(3000),
    } as const;
    const changed = upon(reminded, 2001, { ...change, owner: lead });
    expect(changed.state.actionItems).toMatchObject([
      { item: "A1", text: "Alert at 40,000", owner: lead, dueAt: at(3000), added: { at: at(1) } },
    ]);
    expect(changed.wakesAt).toBe(at(3000));
    expect(upon(changed, 3000, { type: "tick" }).happened).toEqual(["action_item.reminded"]);
    expect(upon(changed, 2002, { ...change, owner: lead }).happened).toEqual([]);
    expect(upon(changed, 2003, change).state.actionItems[0]).not.toHaveProperty("owner");
  });

  test("an action item that is done, or not there, cannot be changed", () => {
    const change = { type: "change_action_item", item: "A1", text: "Other" } as const;
    expect(upon(item, 5, { ...change, item: "A7" }).refused).toBe("no_such_item");
    expect(upon(item, 5, { ...change, text: " " }).refused).toBe("text_missing");
    const closed = upon(item, 5, { type: "close_action_item", item: "A1" });
    expect(upon(closed, 6, change).refused).toBe("already_closed");
  });

  test("an action item is closed once, and leaves the summary", () => {
    expect(summariseIncident("INC-12", item.state).extra.openItems).toEqual([
      { item: "A1", text: "Alert at 45,000", ownerId: responder.id, dueAt: at(2000) },
    ]);
    const closed = upon(item, 5, { type: "close_action_item", item: "A1" });
    expect(summariseIncident("INC-12", closed.state).extra.openItems).toEqual([]);
    expect(upon(closed, 6, { type: "close_action_item", item: "A1" }).refused).toBe("already_closed");
  });

  test("a section of the postmortem is written by hand, and given back to the record", () => {
    const written = upon(declared(), 5, { type: "edit_postmortem", section: "impact", text: "By hand" });
    expect(written.state.postmortem.impact?.text).toBe("By hand");
    const back = upon(written, 6, { type: "edit_postmortem", section: "impact", text: null });
    expect(back.state.postmortem).toEqual({});
    expect(upon(back, 7, { type: "edit_postmortem", section: "impact", text: null }).happened).toEqual([]);
  });
});

describe("Triage", () => {
  test("saying the same is recorded once", () => {
    const once = upon(declared(), 1, { type: "record_triage", evidence: stillFailing });
    expect(upon(once, 2, { type: "record_triage", evidence: stillFailing }).happened).toEqual([]);
    expect(once.state.evidence).toMatchObject({ stream: "TRI-1", at: at(1) });
  });
});
