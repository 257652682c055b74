import { describe, expect, test } from "vitest";
import { figures } from "../../src/figures/figures.ts";
import { figuresText } from "../../src/figures/figures-text.ts";
import { type IncidentFacts, incidentFacts } from "../../src/figures/incident-facts.ts";
import { at, responder } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { webhookOutage } from "../support/outages.ts";

const minutes = (count: number) => count * 60_000;
const facts = ({ stream }: IncidentStory, minute = 200) => incidentFacts(stream, at(minute));
const window = { from: at(-60), until: at(60 * 24) };

/** An incident that took so long to respond to, and twice as long to resolve. */
function tookMinutes(count: number): IncidentFacts {
  const led = upon(declared(), count, { type: "take_lead" });
  return facts(upon(led, 2 * count, { type: "resolve", resolution: "Mended" }), 10_000);
}

describe("The facts of an incident", () => {
  test("come from its record", () => {
    expect(facts(webhookOutage())).toEqual({
      name: "INC-12",
      drill: false,
      private: false,
      declaredAt: at(0),
      open: false,
      severity: "P1",
      cause: "Webhook limit reached",
      detection: "manual_check",
      toDetectMs: null,
      toRespondMs: minutes(4),
      toMitigateMs: minutes(27),
      toResolveMs: minutes(87),
      responses: { kept: 1, missed: 0 },
      updates: { kept: 2, missed: 1 },
    });
  });

  test("stand once it is resolved: nothing written later changes them", () => {
    const before = facts(webhookOutage());
    let story = upon(webhookOutage(), 300, { type: "change_severity", to: "P4", reason: "Looks better now" });
    story = upon(story, 301, { type: "edit_details", details: { rootCause: "Other", title: "Other" } });
    story = upon(story, 302, { type: "edit_postmortem", section: "severity", text: "P4" });
    story = upon(story, 303, {
      type: "walk",
      command: { type: "restart", revision: story.state.walk.revision },
    });
    expect(facts(story, 5_000)).toEqual(before);
  });

  test("take the severity it last had, and count on when it is reopened", () => {
    const milder = upon(declared(), 5, { type: "change_severity", to: "P3" });
    expect(facts(milder).severity).toBe("P3");
    const again = upon(webhookOutage(), 100, { type: "reopen", reason: "Again" });
    expect(facts(again)).toMatchObject({ open: true, toResolveMs: null });
  });

  test("take the cause's title from the tree, else from the declaration, else from triage's finding", () => {
    const named = declared({ cause: "webhook.full webhook:leads", causeTitle: "Webhook limit reached" });
    expect(facts(named).cause).toBe("Webhook limit reached");
    expect(facts(declared({ cause: "credits.none credits:main" })).cause).toBe("Credits none");
    const stream = webhookOutage().stream.map((recorded) =>
      recorded.event.type === "incident.declared"
        ? { ...recorded, event: { ...recorded.event, cause: "" } }
        : recorded,
    );
    expect(incidentFacts(stream, at(200)).cause).toBe("Webhook limit reached");
  });
});

describe("The figures", () => {
  test("count incidents by severity, cause and detection within the window", () => {
    const all = [
      facts(webhookOutage()),
      facts(declared({ severity: "P3", detection: "alert" })),
      facts(declared({ severity: "P3", detection: "user_report", cause: "credits.none credits:main" })),
    ];
    expect(figures(all, window)).toMatchObject({
      incidents: 3,
      open: 2,
      bySeverity: { P1: 1, P2: 0, P3: 2, P4: 0 },
      byDetection: { alert: 1, user_report: 1, manual_check: 1 },
      byCause: [
        { cause: "Webhook limit reached", incidents: 2 },
        { cause: "Credits none", incidents: 1 },
      ],
    });
    expect(figures(all, { from: at(1), until: at(60) }).incidents).toBe(0);
    expect(figures(all, { from: at(-60), until: at(0) }).incidents).toBe(0);
  });

  test("leave drills out", () => {
    expect(figures([facts(declared({ drill: true }))], window).incidents).toBe(0);
  });

  test("give median and 90th percentile of what came about", () => {
    const ten = Array.from({ length: 10 }, (_, i) => tookMinutes(i + 1));
    expect(figures(ten, window)).toMatchObject({
      toRespond: { count: 10, medianMs: minutes(5.5), p90Ms: minutes(9) },
      toResolve: { count: 10, medianMs: minutes(11), p90Ms: minutes(18) },
      toMitigate: null,
    });
    expect(figures([tookMinutes(3)], window).toRespond).toEqual({
      count: 1,
      medianMs: minutes(3),
      p90Ms: minutes(3),
    });
  });

  test("count promises kept and missed over all", () => {
    const late = facts(upon(declared(), 20, { type: "take_lead" }, responder), 25);
    expect(figures([facts(webhookOutage()), late], window)).toMatchObject({
      responses: { kept: 1, missed: 1 },
      updates: { kept: 2, missed: 1 },
    });
  });
});

describe("The figures in words", () => {
  test("say everything in a line each", () => {
    expect(figuresText(figures([facts(webhookOutage())], window))).toEqual([
      "1 incident from 2026-11-23 to 2026-11-24, none open.",
      "By severity, as it last was: P1 1, P2 0, P3 0, P4 0",
      "By cause: Webhook limit reached 1",
      "Detected by: alert 0, user report 0, manual check 1",
      "Time to respond: median 4 min, 90 % in 4 min (1)",
      "Time to mitigate: median 27 min, 90 % in 27 min (1)",
      "Time to resolve: median 1 h 27 min, 90 % in 1 h 27 min (1)",
      "Response in time: 1 of 1",
      "Updates in time: 2 of 3",
    ]);
  });

  test("sum up causes beyond the first ten", () => {
    const many = Array.from({ length: 12 }, (_, i) => facts(declared({ cause: `webhook.cause_${i} x` })));
    expect(figuresText(figures(many, window))[2]).toMatch(/, others 2$/);
  });

  test("say when there is nothing to say", () => {
    expect(figuresText(figures([], window))).toEqual(["No incidents from 2026-11-23 to 2026-11-24."]);
    expect(figuresText(figures([facts(declared(), 1)], window))).toContain("Time to resolve: not yet");
  });
});
