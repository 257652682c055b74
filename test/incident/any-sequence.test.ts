import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { durations } from "../../src/incident/clock/durations.ts";
import type { IncidentCommand } from "../../src/incident/commands.ts";
import type { IncidentEvent } from "../../src/incident/events.ts";
import { incident } from "../../src/incident/incident.ts";
import { type Incident, isOpen } from "../../src/incident/state.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { system } from "../../src/lib/actor.ts";
import { addMinutes, type Instant } from "../../src/lib/time.ts";
import { historyOf, type Recorded } from "../../src/record/decider.ts";
import { isWorse, severities } from "../../src/runbook/severity.ts";
import { type Ask, askOf } from "../../src/telling/note-words.ts";
import { reminders } from "../../src/telling/reminders.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { lead, responder, start } from "../support/given.ts";
import { limitReached, rules, stillFailing, webhookLimit } from "../support/incidents.ts";

/** A command, or time passing: with the bot awake, which rings each clock when due, or asleep, which rings after. */
type Step = { command: IncidentCommand; second: boolean } | { minutes: number; awake: boolean };
type World = { state: Incident; stream: Recorded<IncidentEvent>[]; now: Instant };

const source = fc.constantFrom("1", "2").map((ts) => ({ channel: "C1", ts }));
const command: fc.Arbitrary<IncidentCommand> = fc.oneof(
  fc.record({ type: fc.constant("change_severity" as const), to: fc.constantFrom(...severities) }),
  fc.constantFrom<IncidentCommand>(
    { type: "take_lead" },
    { type: "take_lead", handover: true },
    { type: "join" },
  ),
  fc.record({
    type: fc.constant("update" as const),
    text: fc.string(),
    status: fc.constantFrom("investigating" as const, "mitigating" as const),
  }),
  fc.constantFrom<IncidentCommand>(
    { type: "update", text: "None promised", nextUpdateAt: null },
    { type: "resolve", resolution: "Done" },
    { type: "resolve", resolution: "Done", evidence: stillFailing },
    { type: "reopen", reason: "Again" },
    { type: "snooze", minutes: 15 },
    { type: "dismiss" },
    { type: "record_channel", channel: "C1", name: "inc-12" },
    { type: "lose_channel", reason: "kicked" },
    { type: "lose_channel", reason: "archived" },
    { type: "archive" },
    { type: "make_private" },
    {
      type: "start_watch",
      what: "Hit rate",
      unit: "percent",
      everyMinutes: 15,
      forMinutes: 60,
      goal: { atLeast: 80 },
    },
    { type: "record_figure", watch: "W1", value: 90 },
    { type: "record_figure", watch: "W1", value: 10 },
    { type: "add_action_item", text: "Alert", dueAt: addMinutes(start, 500) },
    { type: "change_action_item", item: "A1", text: "Alert", dueAt: addMinutes(start, 700) },
    { type: "close_action_item", item: "A1" },
    { type: "edit_postmortem", section: "impact", text: "By hand" },
    { type: "publish_postmortem", after: null },
    { type: "record_triage", evidence: limitReached(start) },
    { type: "walk", command: { type: "start", entry: "enrichment_not_running" } },
    { type: "walk", command: { type: "overrule", question: "webhook_accepting" } },
    { type: "walk", command: { type: "tick", resolution: "webhook_replace", step: "create_webhook" } },
    { type: "edit_details", details: { rootCause: "The limit" } },
    webhookLimit,
  ),
  source.map(
    (source): IncidentCommand => ({ type: "capture_entry", source, author: lead, saidAt: start, text: "x" }),
  ),
  source.map((source): IncidentCommand => ({ type: "withdraw_entry", source })),
);

// Negative minutes: the machine's clock is put back.
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ command, second: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ minutes: fc.integer({ min: -30, max: 60 }), awake: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ minutes: fc.integer({ min: 60, max: 3000 }), awake: fc.boolean() }) },
);
const story = fc.tuple(fc.constantFrom(...severities), fc.array(step, { maxLength: 40 }));

function carryOut(world: World, command: IncidentCommand, by = system as typeof system | typeof lead): World {
  const decision = incident.decide(world.state, command, { now: world.now, by, rules });
  const events = "events" in decision ? decision.events : [];
  return events.reduce<World>(({ state, stream, now }, event) => {
    const recorded = { version: stream.length + 1, at: now, by, event };
    return { state: incident.evolve(state, recorded), stream: [...stream, recorded], now };
  }, world);
}

function pass(world: World, minutes: number, awake: boolean): World {
  const end = addMinutes(world.now, minutes);
  let passing = world;
  for (let rings = 0; awake; rings++) {
    const next = incident.wakesAt(passing.state);
    if (!next || next > end) break;
    if (rings > 1000) throw new Error("The clocks never come to rest");
    passing = carryOut({ ...passing, now: next > passing.now ? next : passing.now }, { type: "tick" });
  }
  return carryOut({ ...passing, now: end }, { type: "tick" });
}

function play([severity, steps]: [(typeof severities)[number], Step[]], look: (world: World) => void): World {
  const none = { state: incident.initial, stream: [], now: start };
  const declared = carryOut(none, { ...webhookLimit, severity }, lead);
  const first = carryOut(declared, { type: "record_channel", channel: "C1", name: "inc-12" });
  return steps.reduce((world, step) => {
    const next =
      "command" in step
        ? carryOut(world, step.command, step.second ? responder : lead)
        : pass(world, step.minutes, step.awake);
    look(next);
    return next;
  }, first);
}

const clockEvents = new Set([
  "response.nudged",
  "response.escalated",
  "update.nudged",
  "update.overdue",
  "watch.asked",
]);

describe("Whatever people and clocks do", () => {
  test("the stream can be replayed, and gives the same state", () => {
    fc.assert(
      fc.property(story, (played) => {
        const { state, stream } = play(played, () => {});
        expect(stream.reduce(incident.evolve, incident.initial)).toEqual(state);
        expect(JSON.parse(JSON.stringify(stream)).reduce(incident.evolve, incident.initial)).toEqual(state);
        expect(timeline(stream).length).toBeGreaterThan(0);
      }),
    );
  });

  test("status and times agree", () => {
    fc.assert(
      fc.property(story, (played) => {
        play(played, ({ state }) => {
          const { toAcknowledge, toResolve } = durations(state);
          expect(state.statuses.at(-1)?.status).toBe(state.status);
          expect(state.severities.at(-1)?.severity).toBe(state.severity);
          expect(state.resolved !== null).toBe(state.status === "resolved");
          expect(toResolve !== null).toBe(state.status === "resolved");
          expect(toAcknowledge !== null).toBe(state.lead !== null);
          expect(toResolve ?? 0).toBeGreaterThanOrEqual(0);
          expect(summariseIncident("INC-12", state).open).toBe(isOpen(state));
        });
      }),
    );
  });

  test("no reminder comes after the resolution, or where nobody can hear it", () => {
    fc.assert(
      fc.property(story, (played) => {
        const { stream } = play(played, () => {});
        let state = incident.initial;
        for (const recorded of stream) {
          if (clockEvents.has(recorded.event.type))
            expect([state.status, state.channelLost, state.archived]).toEqual([
              expect.stringMatching(/investigating|mitigating/),
              null,
              null,
            ]);
          state = incident.evolve(state, recorded);
        }
      }),
    );
  });

  test("a reminder is one message of its own, and after the resolution none waits for an answer", () => {
    fc.assert(
      fc.property(story, (played) => {
        const { stream, state } = play(played, () => {});
        const all = reminders(historyOf(incident, stream));
        expect(new Set(all.map(({ version }) => version)).size).toBe(all.length);
        const asking = stream.filter(({ event }) => askOf(event) !== null).length;
        expect(all.length).toBe(asking);
        const waiting = all.filter(({ outcome, asks }) => outcome === null && isForOpen(asks));
        if (!isOpen(state)) expect(waiting).toEqual([]);
        // Of the same kind only the newest waits.
        expect(new Set(waiting.map(({ asks }) => JSON.stringify(asks))).size).toBe(waiting.length);
      }),
    );
  });

  test("no reminder comes twice", () => {
    fc.assert(
      fc.property(story, (played) => {
        const { stream } = play(played, () => {});
        const said = new Set<string>();
        const set = { response: 0, update: 0, archive: 0 };
        let dueAt: Instant | undefined;
        for (const { event, version } of stream) {
          if (setsResponse(event)) set.response = version;
          if (event.type === "incident.resolved") set.archive = version;
          if ("updates" in event && (event.type !== "severity.changed" || event.updates?.dueAt !== dueAt))
            [set.update, dueAt] = [version, event.updates?.dueAt];
          const key = reminderKey(event, set);
          if (key) expect(said).not.toContain(key);
          if (key) said.add(key);
        }
      }),
    );
  });

  test("a figure is asked for no more often than agreed, and not after its watch has ended", () => {
    fc.assert(
      fc.property(story, (played) => {
        const { stream, state } = play(played, () => {});
        for (const { watch, everyMinutes, startedAt, ended } of state.watches) {
          const asked = stream
            .filter(({ event }) => event.type === "watch.asked" && event.watch === watch)
            .map(({ at }) => at);
          for (const [i, at] of asked.entries())
            expect(at >= addMinutes(asked[i - 1] ?? startedAt, everyMinutes)).toBe(true);
          const last = stream.findLast(({ event }) => "watch" in event && event.watch === watch);
          if (ended) expect(last?.event.type).toBe("watch.ended");
        }
      }),
    );
  });

  test("no reminder is lost: after each stretch of time, nothing that is due is still to be said", () => {
    fc.assert(
      fc.property(story, (played) => {
        const [severity, steps] = played;
        let world = play([severity, steps], () => {});
        world = carryOut(world, { type: "tick" });
        const { state, now } = world;
        const next = incident.wakesAt(state);
        if (next) expect(next > now).toBe(true);
        for (const { dueAt, closed, reminded } of state.actionItems)
          if (dueAt && dueAt <= now && !closed) expect(reminded).toBe(true);
        if (!isOpen(state) || state.channelLost !== null) return;
        expect(unsaidResponse(state, now)).toEqual([]);
        expect(unsaidUpdate(state, now)).toEqual([]);
        for (const { ended, endsAt, askedAt, startedAt, everyMinutes } of state.watches)
          if (!ended)
            expect([endsAt > now, addMinutes(askedAt ?? startedAt, everyMinutes) > now]).toEqual([
              true,
              true,
            ]);
      }),
    );
  });
});

/** What the response clock should have said by now, and has not. */
function unsaidResponse({ lead: leader, response }: Incident, now: Instant): string[] {
  if (leader || !response) return [];
  const { nudgeAt, nudgedAt, callAt, calls, firstCalledAt, againAfterMinutes } = response;
  const again = firstCalledAt && againAfterMinutes !== null && addMinutes(firstCalledAt, againAfterMinutes);
  return [
    ...(nudgeAt && nudgeAt <= now && !nudgedAt && calls === 0 ? ["nudge"] : []),
    ...(callAt <= now && calls === 0 ? ["first call"] : []),
    ...(again && again <= now && calls === 1 ? ["second call"] : []),
  ];
}

/** What the update clock should have said by now, and has not. */
function unsaidUpdate({ promised }: Incident, now: Instant): string[] {
  if (!promised || promised.dismissed) return [];
  const { nudgeAt, nudged, dueAt, overdueCount, saidAt, overdueEveryMinutes, snoozedUntil } = promised;
  const hasPassed = (moment: Instant) => moment <= now && (snoozedUntil ?? "") <= now;
  return [
    ...(hasPassed(nudgeAt) && !nudged && overdueCount === 0 ? ["nudge"] : []),
    ...(hasPassed(dueAt) && overdueCount === 0 ? ["overdue"] : []),
    ...(saidAt && overdueCount < 3 && hasPassed(addMinutes(saidAt, overdueEveryMinutes)) ? ["again"] : []),
  ];
}

/** A clock moved by a milder severity is the same clock: it says nothing a second time. */
function setsResponse(event: IncidentEvent): boolean {
  if (event.type === "severity.changed") return event.response !== null && isWorse(event.to, event.from);
  return event.type === "incident.declared" || event.type === "incident.reopened";
}

/** What must be said once only for each time its clock was set. */
function reminderKey(
  event: IncidentEvent,
  set: { response: number; update: number; archive: number },
): string | null {
  switch (event.type) {
    case "response.nudged":
      return `${set.response} nudged`;
    case "response.escalated":
      return `${set.response} escalated ${event.step}`;
    case "update.nudged":
      return `${set.update} update nudged`;
    case "update.overdue":
      return `${set.update} overdue ${event.count}`;
    case "archive.offered":
      return `${set.archive} archive`;
    case "action_item.reminded":
      return `item ${event.item}`;
    case "watch.ended":
      return `watch ${event.watch} ended`;
    default:
      return null;
  }
}

/** What is asked only as long as the incident is open. */
function isForOpen(asks: Ask): boolean {
  return asks === "lead" || asks === "update" || (typeof asks === "object" && "watch" in asks);
}
