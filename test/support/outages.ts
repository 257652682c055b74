import type { IncidentCommand } from "../../src/incident/commands.ts";
import type { Evidence } from "../../src/incident/events.ts";
import type { ProbeResult } from "../../src/incident/evidence/evidence.ts";
import type { Actor } from "../../src/lib/actor.ts";
import { at, lead, responder } from "./given.ts";
import { declared, type IncidentStory, limitReached, upon } from "./incidents.ts";

/** A probe's result in plain words. */
export function aResult(given: Partial<ProbeResult> = {}): ProbeResult {
  return {
    probe: "webhook:leads",
    kind: "webhook",
    name: 'Webhook "leads"',
    target: "api.clay.com/…3f2a",
    outcome: "failing",
    code: "webhook.limit_reached",
    at: at(2),
    httpStatus: 403,
    meaning: "Clay refuses new rows: this webhook has used its 50,000 submissions.",
    remedy: "Replace the webhook.",
    side: "account",
    requestId: "7d1f2c9a8b7e6d5c4b3a",
    ...given,
  };
}

const platform = { probe: "platform", kind: "platform", name: "Clay platform", target: "status.clay.com" };
const credits = { probe: "credits:main", kind: "credits", name: "Credits", target: "api.clay.com" };

/** Triage that sees the webhook's limit, or (all fine) the balance that is left. */
export function triaged(minute: number, balance: number, outcome: "failing" | "ok" = "failing"): Evidence {
  const moment = at(minute);
  const fine = { outcome: "ok", at: moment, httpStatus: 200, meaning: "Fine.", remedy: "" } as const;
  const { requestId: _, ...webhook } = aResult({ at: moment });
  const seen = limitReached(moment);
  const healthy = { outcome: "healthy", verdict: "All probes are fine.", answers: {} } as const;
  return {
    ...seen,
    diagnosis: outcome === "ok" ? { ...seen.diagnosis, ...healthy } : seen.diagnosis,
    stream: `TRI-${minute}`,
    results: [
      outcome === "failing" ? aResult({ at: moment }) : { ...webhook, ...fine, code: "webhook.ok" },
      { ...webhook, ...platform, ...fine, kind: "platform", code: "platform.up" },
      {
        ...webhook,
        ...credits,
        ...fine,
        kind: "credits",
        code: "credits.left",
        balance: { credits: balance, actions: null },
      },
    ],
  };
}

type Step = [minute: number, command: IncidentCommand, by?: Actor];

/** A webhook reaches its limit on a Monday morning: found, led, mended, told, resolved within 87 minutes. */
export function webhookOutage(): IncidentStory {
  const steps: Step[] = [
    [0, { type: "record_channel", channel: "C1", name: "inc-12" }],
    [2, { type: "record_triage", evidence: triaged(2, 12_000) }],
    [4, { type: "take_lead" }, responder],
    [5, { type: "change_severity", to: "P1", reason: "No lead is enriched" }, responder],
    [6, { type: "walk", command: { type: "start", entry: "enrichment_not_running" } }, responder],
    [
      27,
      { type: "update", text: "New webhook in place", status: "mitigating", action: "Webhook replaced" },
      responder,
    ],
    [30, { type: "take_action", text: "CLAY_WEBHOOK_URL changed in the deploy secrets" }],
    [40, { type: "take_lead", person: lead, handover: true }, responder],
    [70, { type: "update", text: "Re-sending 1,830 rows" }],
    [86, { type: "record_triage", evidence: triaged(86, 1_020, "ok") }],
    [
      87,
      {
        type: "resolve",
        resolution: "New webhook; the rows lost were sent again",
        rootCause: "The webhook hit its 50,000-submission limit without anyone watching",
        prevention: "Watch the count of submissions",
        creditsLost: { kind: "rows", rows: 1_830, creditsPerRow: 6 },
      },
    ],
    [
      90,
      {
        type: "add_action_item",
        text: "Alert at 40,000 submissions",
        owner: responder,
        dueAt: at(60 * 24 * 7),
      },
    ],
    [91, { type: "add_action_item", text: "Document the rotation" }],
  ];
  return steps.reduce(
    (story, [minute, command, by]) => upon(story, minute, command, by),
    declared({ severity: "P2" }),
  );
}

/** Declared and nothing else. */
export function quietOutage(): IncidentStory {
  return declared({ severity: "P4", impact: "", affected: "" });
}

/** Two days with an update every two hours, a night's gap, and a second lead. */
export function longOutage(): IncidentStory {
  let story = upon(declared({ severity: "P3", title: "Waterfall enriches half of the rows" }), 20, {
    type: "take_lead",
  });
  for (let hour = 2; hour < 48; hour += 2) {
    const night = hour > 10 && hour < 22;
    if (!night)
      story = upon(story, hour * 60, { type: "update", text: `Hour ${hour}` }, hour > 24 ? responder : lead);
    if (hour === 8)
      story = upon(story, hour * 60, { type: "update", status: "mitigating", text: "Provider reconnected" });
    if (hour === 24) story = upon(story, hour * 60, { type: "take_lead", person: responder, handover: true });
    if (hour % 8 === 0)
      story = upon(story, hour * 60, {
        type: "record_triage",
        evidence: triaged(hour * 60, 5_000, hour > 8 ? "ok" : "failing"),
      });
  }
  return upon(story, 49 * 60, { type: "resolve", resolution: "Provider reconnected" }, responder);
}

/** A thousand entries in three hours, by a dozen people, with twelve probes: more than a picture can name. */
export function crowdedOutage(): IncidentStory {
  let story = upon(declared(), 3, { type: "take_lead" });
  for (let i = 0; i < 12; i++)
    story = upon(story, 4, { type: "join" }, { kind: "person", id: `U${i}`, name: `Responder number ${i}` });
  for (let minute = 5; minute < 180; minute += 20) {
    const results = Array.from({ length: 12 }, (_, i) =>
      aResult({
        probe: `callback:${i}`,
        name: `Callback "production endpoint ${i}"`,
        outcome: (["ok", "failing", "degraded", "unknown"] as const)[(i + minute) % 4]!,
        at: at(minute),
      }),
    );
    story = upon(story, minute, { type: "record_triage", evidence: { ...triaged(minute, 9_000), results } });
  }
  for (let i = 0; i < 1_000; i++) {
    const minute = 5 + (i % 170);
    if (i % 10 === 0) story = upon(story, minute, { type: "update", text: `Update ${i}` });
    else story = upon(story, minute, { type: "note", text: `Note ${i}` }, responder);
  }
  return story;
}
