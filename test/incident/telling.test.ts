import { describe, expect, test } from "vitest";
import { creditsLostText } from "../../src/incident/credits.ts";
import { plainText } from "../../src/lib/words.ts";
import type { AudienceWording } from "../../src/runbook/schema.ts";
import { changes, channelNotes } from "../../src/telling/changes.ts";
import { notification, notificationText } from "../../src/telling/notification.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { builtIn } from "../runbook/support/walking.ts";
import { at, responder } from "../support/given.ts";
import { declared, type IncidentStory, rules, stillFailing, upon } from "../support/incidents.ts";

const wording: AudienceWording = {
  declared: "{incident} · {severity}: {title}. Lead: {lead}. Next update {next_update}.",
  updated: "{incident}: {update} Next update {next_update}.",
  status_changed: "{incident} is now {status}. {update} Next update {next_update}.",
  severity_changed: "{incident} is now {severity} (was {previous_severity}), by {by}. {reason}",
  resolved: "{incident} is resolved after {duration}, by {by}: {resolution}",
  resolved_despite: "{incident} is closed by {by}, but: {verdict} Done: {resolution}",
  reopened: "{incident} is open again: {reason}. Next update {next_update}.",
  statuses: {
    investigating: "Cause not known",
    mitigating: "Fix under way",
    resolved: "Data flows again",
    resolved_despite: "Closed, still failing",
  },
  advice: { P1: "Pause sequences.", P2: "", P3: "", P4: "" },
};

const told = (story: IncidentStory) => changes(story.history, wording).map(({ words }) => plainText(words));
const noted = (story: IncidentStory) => channelNotes(story.history).map(({ words }) => plainText(words));

const mitigating = upon(upon(declared(), 4, { type: "take_lead" }, responder), 27, {
  type: "update",
  text: "New webhook in place",
  status: "mitigating",
  action: "Webhook replaced",
});

describe("Changes", () => {
  test("are told in the runbook's words, mechanics are not", () => {
    const named = upon(mitigating, 28, { type: "record_channel", channel: "C1", name: "inc-12" });
    const raised = upon(named, 30, { type: "change_severity", to: "P2" });
    const resolved = upon(raised, 60 * 49 + 14, { type: "resolve", resolution: "New webhook" });
    const reopened = upon(resolved, 60 * 50, { type: "reopen", reason: "Again." });
    expect(told(reopened)).toEqual([
      'INC-12 · P1: Webhook "leads" reached its limit. Lead: nobody yet. Next update 09:44 UTC.',
      "INC-12 is now Mitigating. New webhook in place. Done: Webhook replaced. Next update 10:11 UTC.",
      "INC-12 is now P2 (was P1), by lead.",
      "INC-12 is resolved after 2 d 1 h, by lead: New webhook.",
      "INC-12 is open again: Again. Next update 12:14 UTC.",
    ]);
  });

  test("end no sentence twice, whatever people end theirs with", () => {
    const titled = (title: string) => told(declared({ title }))[0];
    expect(titled("It does not answer within 5 s.")).toContain("within 5 s. Lead: ");
    expect(titled("Why is it down?")).toContain("down? Lead: ");
    expect(titled("And then …")).toContain("then … Lead: ");
  });

  test("begin each sentence with a capital, unless that would change a name", () => {
    const raised = (reason: string) => upon(declared(), 5, { type: "change_severity", to: "P2", reason });
    const builtInWords = builtIn.wording.audiences.responders;
    const last = (reason: string) => plainText(changes(raised(reason).history, builtInWords).at(-1)!.words);
    expect(last("because of the new table")).toContain("by lead. Because of the new table.");
    expect(last("api.clay.com is slow")).toContain("by lead. api.clay.com is slow.");
    const inTimeline = timeline(raised("because of the new table").stream).map(({ text }) => plainText(text));
    expect(inTimeline).toContain("Severity P1 → P2. Because of the new table.");
  });

  test("give no all-clear when it was resolved although triage still fails, to neither audience", () => {
    const closed = upon(
      mitigating,
      30,
      { type: "resolve", resolution: "We wait", despiteFailing: true, evidence: stillFailing },
      responder,
    );
    const { responders, go_to_market } = builtIn.wording.audiences;
    for (const audience of [responders, go_to_market]) {
      const text = plainText(changes(closed.history, audience).at(-1)!.words);
      expect(text).toContain("responder");
      expect(text).toContain("The webhook refuses rows. What was done: We wait.");
      expect(text).not.toMatch(/works again|flows again/);
      const shown = notification(closed.state, audience);
      expect(shown.statusMeaning).toBe(audience.statuses.resolved_despite);
      expect(shown.advice).toBe(audience.advice.P1);
      expect(notificationText(shown)).toContain(
        `Resolved after 30 min by responder (${audience.statuses.resolved_despite})`,
      );
    }
  });

  test("stay as they were told when the incident goes on", () => {
    const edited = upon(mitigating, 30, { type: "edit_details", details: { title: "Another title" } });
    expect(told(edited)).toEqual(told(mitigating));
  });

  test("keep typed text apart, so that it can fire nothing", () => {
    const typed = upon(declared(), 1, { type: "update", text: "<!channel> look" });
    expect(changes(typed.history, wording).at(-1)?.words).toContain("<!channel> look.");
  });

  test("say when a promise lies further than half a day ahead", () => {
    const later = upon(declared(), 1, { type: "update", text: "Wait.", nextUpdateAt: at(60 * 26) });
    expect(told(later).at(-1)).toBe("INC-12: Wait. Next update 2026-11-24 11:14 UTC.");
  });

  test("of a drill say so", () => {
    expect(told(declared({ drill: true }))[0]).toContain("DRILL INC-12");
  });
});

describe("Notes in the incident's channel", () => {
  test("name who leads and what is overdue, and what is asked for", () => {
    const story = upon(mitigating, 90, { type: "tick" });
    expect(noted(story)).toEqual([
      "responder leads INC-12.",
      "responder: The update of INC-12 promised for 10:11 UTC is overdue. (Late: this could not be said when it was due.)",
    ]);
    expect(channelNotes(story.history).map(({ asks }) => asks)).toEqual([undefined, "update"]);
  });

  test("follow a watch to its end", () => {
    const watch = {
      type: "start_watch",
      what: "Hit rate",
      unit: "percent",
      everyMinutes: 15,
      forMinutes: 60,
    } as const;
    const watching = upon(mitigating, 28, { ...watch, goal: { atLeast: 80 } });
    const normal = upon(watching, 29, { type: "record_figure", watch: "W1", value: 82 });
    expect(noted(normal).slice(1)).toEqual([
      "Watching Hit rate until 10:42 UTC.",
      "Hit rate: 82 %, from lead.",
      "Hit rate: back to normal.",
    ]);
  });

  test("call the group when nobody leads in time, then the contact, or say that nobody can be called", () => {
    const called = upon(upon(declared(), 15, { type: "tick" }), 23, { type: "tick" });
    const notes = channelNotes(called.history).filter(({ asks }) => asks === "lead");
    expect(notes.map(({ words }) => plainText(words))).toEqual([
      "Nobody leads INC-12, and the time to respond ran out at 09:29 UTC. Calling the on-call group.",
      "Nobody leads INC-12, and the time to respond ran out at 09:29 UTC. Calling the escalation contact.",
    ]);
    expect(notes[0]?.words).toContainEqual({ group: "S_ONCALL" });
    const alone = upon(declared({}, { ...rules, escalation: [] }), 15, { type: "tick" });
    expect(noted(alone)[0]).toContain("Nobody is configured to be called.");
  });
});

describe("The notification", () => {
  test("carries every field of the template", () => {
    expect(notification(mitigating.state, wording)).toMatchObject({
      name: "INC-12",
      statusText: "Mitigating",
      statusMeaning: "Fix under way",
      advice: "Pause sequences.",
      detectionText: "manual check",
      lead: responder,
      nextUpdateAt: at(57),
      actions: [{ text: "Webhook replaced" }],
      tookMs: null,
    });
  });

  test("says when somebody must lead while nobody does, and only then", () => {
    expect(notification(declared().state, wording).respondBy).toBe(at(15));
    expect(notification(mitigating.state, wording).respondBy).toBeNull();
    const unled = upon(declared(), 5, { type: "resolve", resolution: "Gone" });
    expect(notification(unled.state, wording).respondBy).toBeNull();
  });

  test("after reopening gives the resolution as an earlier fix, until there is another", () => {
    const fixed = upon(mitigating, 40, { type: "resolve", resolution: "New webhook" });
    const reopened = upon(fixed, 50, { type: "reopen", reason: "Again" });
    expect(reopened.state.resolution).toBe("");
    expect(notification(reopened.state, wording).resolution).toBe(
      "Earlier fix, which did not hold: New webhook",
    );
    const again = upon(reopened, 60, { type: "resolve", resolution: "Second webhook" });
    expect(notification(again.state, wording).resolution).toBe("Second webhook");
  });

  test("as text reads like the template, with typed text as it was typed and no markup", () => {
    const typed = upon(mitigating, 30, {
      type: "edit_details",
      details: { impact: "# <b>All</b>\n\n- leads | *empty*", rootCause: "50,000 rows" },
    });
    expect(notificationText(notification(typed.state, wording))).toBe(
      `Clay Incident Notification

Incident: INC-12 · Webhook "leads" reached its limit
Severity: P1 (Critical)
Time detected: 2026-11-23 09:14 UTC
Impact: # <b>All</b>

- leads | *empty*
Affected: SDR team, lead routing
Current Status: Mitigating (Fix under way)
Meanwhile: Pause sequences.

Actions Taken:
1. Webhook replaced (lead, 2026-11-23 09:41 UTC)

Next Update: 2026-11-23 10:11 UTC
Root Cause: 50,000 rows
Resolution: Not known yet
Prevention: Not known yet
`,
    );
  });

  test("of an incident nobody has said anything of yet is readable", () => {
    const bare = declared({ impact: "", affected: "", severity: "P4" });
    const text = notificationText(notification(bare.state, wording));
    expect(text).toContain("Impact: Not known yet");
    expect(text).toContain("Actions Taken: none yet");
    expect(text).toContain("Next Update: Not promised");
  });
});

describe("The timeline", () => {
  test("says in order what people and clocks did", () => {
    const resolved = upon(mitigating, 60, { type: "resolve", resolution: "New webhook" });
    expect(timeline(resolved.stream).map(({ kind, text }) => `${kind}: ${plainText(text)}`)).toEqual([
      'status: Declared P1: Webhook "leads" reached its limit. Detected 2026-11-23 09:14 UTC by manual check.',
      "people: responder leads.",
      "status: Now Mitigating. New webhook in place. Action: Webhook replaced.",
      "status: Resolved. New webhook.",
    ]);
  });

  test("tells a triage run once, as its test rows left it, and a later look at it again", () => {
    const said = (verdict: string) =>
      ({
        type: "record_triage",
        evidence: { ...stillFailing, diagnosis: { ...stillFailing.diagnosis, verdict } },
      }) as const;
    const tested = upon(upon(declared(), 5, said("Not tested.")), 5, said("Full."));
    const later = upon(tested, 20, said("Fine."));
    const told = timeline(later.stream).flatMap(({ kind, text }) =>
      kind === "triage" ? plainText(text) : [],
    );
    expect(told).toEqual([expect.stringContaining("Full."), expect.stringContaining("Fine.")]);
  });
});

describe("Credits lost", () => {
  test.each([
    [{ kind: "rows", rows: 1830, creditsPerRow: 2 }, "3,660 (1,830 rows × 2 credits)"],
    [{ kind: "rows", rows: 3, creditsPerRow: 0.1 }, "0.3 (3 rows × 0.1 credits)"],
    [{ kind: "balances", before: 41_200, after: 40_000 }, "1,200 (balance 41,200 before, 40,000 after)"],
    [{ kind: "stated", credits: 12 }, "12"],
    [{ kind: "unknown" }, "Unknown"],
  ] as const)("%o shows its arithmetic", (lost, text) => {
    expect(creditsLostText(lost)).toBe(text);
  });
});
