import { describe, expect, test } from "vitest";
import { readStatusPage } from "../../../src/triage/status-page/read-status-page.ts";
import { judgeComponent, judgePage, type PageVerdict } from "../../../src/triage/status-page/status-page.ts";

function read(body: unknown) {
  const page = readStatusPage(typeof body === "string" ? body : JSON.stringify(body));
  if (page === undefined || page === "unknown") throw new Error(`Not read: ${page}`);
  return page;
}

const rootly = (indicator: string, status: string, update: string, impact = "major") => ({
  page: { name: "Clay Status", url: "https://status.clay.example" },
  status: { indicator, description: "as the page says" },
  incidents: [
    {
      name: "Rows are late",
      status,
      impact,
      incident_updates: [
        { status: "investigating", created_at: "2026-11-23T08:00:00Z" },
        { status: update, created_at: "2026-11-23T09:00:00Z" },
      ],
    },
  ],
});
const statuspage = (parts: object) => ({
  page: { id: "abc", name: "Lusha" },
  status: { indicator: "none", description: "All Systems Operational" },
  components: [{ name: "API", status: "operational" }],
  ...parts,
});
const betterStack = (state: string, report: object) => ({
  data: { attributes: { aggregate_state: state } },
  included: [
    { type: "status_page_resource", attributes: { public_name: "API", status: "operational" } },
    { type: "status_report", attributes: { title: "Search is slow", report_type: "manual", ...report } },
  ],
});
const statusIo = (code: number, parts: object = {}) => ({
  result: {
    status_overall: { status: "as the page says", status_code: code },
    status: [{ name: "API", status_code: 100 }],
    incidents: [],
    maintenance: { active: [], upcoming: [] },
    ...parts,
  },
});
const salesforce = (status: string, parts: object = {}) => ({
  key: "EU1",
  status,
  Incidents: [],
  Maintenances: [],
  ...parts,
});
const google = (parts: object) => [
  {
    begin: "2026-11-20T00:00:00Z",
    end: "2026-11-20T01:00:00Z",
    status_impact: "SERVICE_OUTAGE",
    external_desc: "Old",
  },
  {
    begin: "2026-11-23T00:00:00Z",
    status_impact: "SERVICE_DISRUPTION",
    external_desc: "Gemini answers slowly",
    affected_products: [{ title: "Vertex Gemini API" }],
    ...parts,
  },
];

type Case = [shape: string, what: string, body: unknown, state: PageVerdict["state"], names: string[]];
const pages: Case[] = [
  ["Rootly", "an incident under way", rootly("major", "started", "identified"), "major", ["Rows are late"]],
  [
    "Rootly",
    "one whose latest update says that it is watched",
    rootly("none", "started", "monitoring"),
    "monitoring",
    ["Rows are late"],
  ],
  ["Rootly", "one that is over", rootly("none", "resolved", "resolved"), "ok", []],
  [
    "Rootly",
    "planned maintenance",
    rootly("none", "scheduled", "scheduled", "critical"),
    "planned",
    ["Rows are late"],
  ],
  [
    "Rootly",
    "maintenance under way",
    rootly("maintenance", "in_progress", "in_progress", "critical"),
    "maintenance",
    ["Rows are late"],
  ],
  ["Rootly", "maintenance that is over", rootly("none", "completed", "completed"), "ok", []],
  [
    "Statuspage",
    "planned maintenance beside",
    statuspage({ scheduled_maintenances: [{ name: "Upgrade", status: "scheduled", impact: "critical" }] }),
    "planned",
    ["Upgrade"],
  ],
  [
    "Statuspage",
    "maintenance being verified",
    statuspage({ scheduled_maintenances: [{ name: "Upgrade", status: "verifying", impact: "major" }] }),
    "maintenance",
    ["Upgrade"],
  ],
  [
    "Statuspage",
    "an incident worse than the indicator",
    statuspage({ incidents: [{ name: "Down", status: "investigating", impact: "critical" }] }),
    "major",
    ["Down"],
  ],
  [
    "Statuspage",
    "an indicator without an incident",
    statuspage({ status: { indicator: "minor", description: "Minor Outage" } }),
    "minor",
    ["Minor Outage"],
  ],
  ["Statuspage", "a word nobody documents", statuspage({ status: { indicator: "purple" } }), "unknown", []],
  [
    "incident.io",
    "an incident",
    {
      ongoing_incidents: [{ name: "Slow", status: "identified", current_worst_impact: "partial_outage" }],
      in_progress_maintenances: [],
      scheduled_maintenances: [],
    },
    "minor",
    ["Slow"],
  ],
  [
    "incident.io",
    "planned maintenance",
    {
      ongoing_incidents: [],
      in_progress_maintenances: [],
      scheduled_maintenances: [{ name: "Upgrade", status: "maintenance_scheduled" }],
    },
    "planned",
    ["Upgrade"],
  ],
  [
    "incident.io",
    "maintenance under way",
    { ongoing_incidents: [], in_progress_maintenances: [{ name: "Upgrade" }] },
    "maintenance",
    ["Upgrade"],
  ],
  ["Instatus", "all well", { page: { name: "Hunter", status: "UP" } }, "ok", []],
  [
    "Instatus",
    "an incident",
    {
      page: { status: "HASISSUES" },
      activeIncidents: [{ name: "Down", status: "INVESTIGATING", impact: "MAJOROUTAGE" }],
    },
    "major",
    ["Down"],
  ],
  [
    "Instatus",
    "maintenance not started yet",
    { page: { status: "UP" }, activeMaintenances: [{ name: "Upgrade", status: "NOTSTARTEDYET" }] },
    "planned",
    ["Upgrade"],
  ],
  [
    "Instatus",
    "maintenance under way",
    { page: { status: "UNDERMAINTENANCE" }, activeMaintenances: [{ name: "Upgrade", status: "INPROGRESS" }] },
    "maintenance",
    ["Upgrade"],
  ],
  ["Instatus", "issues it does not list", { page: { status: "HASISSUES" } }, "unsaid", []],
  ["Better Stack", "a degraded page", betterStack("degraded", {}), "minor", ["Search is slow"]],
  ["Better Stack", "downtime", betterStack("downtime", {}), "major", ["Search is slow"]],
  [
    "Better Stack",
    "a report that is over",
    betterStack("operational", { ends_at: "2026-11-23T08:00:00Z" }),
    "ok",
    [],
  ],
  [
    "Better Stack",
    "planned maintenance",
    betterStack("operational", { report_type: "maintenance" }),
    "planned",
    ["Search is slow"],
  ],
  [
    "Better Stack",
    "maintenance under way",
    betterStack("maintenance", { report_type: "maintenance" }),
    "maintenance",
    ["Search is slow"],
  ],
  ["status.io", "all well", statusIo(100), "ok", []],
  [
    "status.io",
    "maintenance under way",
    statusIo(200, { maintenance: { active: [{ name: "Upgrade" }], upcoming: [] } }),
    "maintenance",
    ["Upgrade"],
  ],
  [
    "status.io",
    "planned maintenance",
    statusIo(100, { maintenance: { active: [], upcoming: [{ name: "Upgrade" }] } }),
    "planned",
    ["Upgrade"],
  ],
  [
    "status.io",
    "a disruption",
    statusIo(500, { incidents: [{ name: "Down", messages: [{ state: 100 }] }] }),
    "major",
    ["Down"],
  ],
  [
    "status.io",
    "one that is watched",
    statusIo(100, { incidents: [{ name: "Down", messages: [{ state: 100 }, { state: 300 }] }] }),
    "monitoring",
    ["Down"],
  ],
  [
    "Salesforce",
    "all well, with maintenance ahead",
    salesforce("OK", { Maintenances: [{ name: "Release" }] }),
    "planned",
    ["Release"],
  ],
  [
    "Salesforce",
    "a major incident",
    salesforce("MAJOR_INCIDENT_CORE", { Incidents: [{ id: 7, IncidentImpacts: [{ severity: "major" }] }] }),
    "major",
    ["incident 7"],
  ],
  ["Salesforce", "a minor one", salesforce("MINOR_INCIDENT_NONCORE"), "minor", []],
  [
    "Salesforce",
    "maintenance under way",
    salesforce("MAINTENANCE_CORE", { Maintenances: [{ name: "Release" }] }),
    "maintenance",
    ["Release"],
  ],
  ["Salesforce", "information", salesforce("INFORMATIONAL_NONCORE"), "ok", []],
  [
    "Salesforce",
    "a list with one that is open",
    [
      { id: 1, IncidentImpacts: [{ severity: "major", endTime: "2026-11-22T00:00:00Z" }] },
      { id: 2, IncidentImpacts: [{ severity: "minor", endTime: null }] },
    ],
    "minor",
    ["incident 2"],
  ],
  ["Google", "an open disruption", google({}), "minor", ["Gemini answers slowly"]],
  [
    "Google",
    "an open outage",
    google({ status_impact: "SERVICE_OUTAGE" }),
    "major",
    ["Gemini answers slowly"],
  ],
  ["Google", "nothing open", google({ end: "2026-11-23T02:00:00Z" }), "ok", []],
  ["Slack", "nothing active", { status: "ok", active_incidents: [] }, "ok", []],
  [
    "Slack",
    "an outage",
    { status: "active", active_incidents: [{ title: "Messages fail", type: "outage" }] },
    "major",
    ["Messages fail"],
  ],
  ["an indicator", "one word", { indicator: "up" }, "ok", []],
  [
    "RSS",
    "an incident that is open",
    "<?xml version='1.0'?><rss><channel><title>Clay Status</title><item><title><![CDATA[[Investigating] Rows &amp; webhooks]]></title></item><item><title>[Resolved] Old</title></item></channel></rss>",
    "unsaid",
    ["Rows & webhooks"],
  ],
  [
    "RSS",
    "nothing open",
    "<rss><channel><item><title>[Resolved] Old</title></item></channel></rss>",
    "ok",
    [],
  ],
  [
    "RSS",
    "planned work, in Statuspage's words",
    "<rss><item><title>Upgrade</title><description>&lt;p&gt;&lt;small&gt;Nov 23&lt;/small&gt;&lt;strong&gt;Scheduled&lt;/strong&gt; - soon&lt;/p&gt;</description></item></rss>",
    "planned",
    ["Upgrade"],
  ],
  [
    "Atom",
    "one that is watched",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>[Monitoring] Rows are late</title></entry></feed>",
    "monitoring",
    ["Rows are late"],
  ],
];

test.each(pages)("%s: %s", (shape, _what, body, state, names) => {
  const page = read(body);
  expect(page.shape).toBe(shape);
  expect(judgePage(page)).toEqual({ state, names });
});

test.each([["{}"], ['{"status":"fine"}'], ['[{"a":1}]']])(
  "data in no known form is said to be unknown: %s",
  (body) => {
    expect(readStatusPage(body)).toBe("unknown");
  },
);

test.each([[""], ["<!doctype html><title>Sign in</title>"], ["[]"], ["42"]])(
  "no page is read from %j",
  (body) => {
    expect(readStatusPage(body)).toBeUndefined();
  },
);

describe("a component", () => {
  const page = read(
    statuspage({
      components: [
        { name: "API", status: "operational" },
        { name: " api ", status: "partial_outage" },
        { name: "Apps", status: "major_outage", group: true },
        { name: "Website", status: "major_outage" },
      ],
      incidents: [
        { name: "API is slow", status: "identified", impact: "minor", components: [{ name: "API" }] },
        {
          name: "Website is down",
          status: "investigating",
          impact: "critical",
          components: [{ name: "Website" }],
        },
      ],
    }),
  );

  test("that occurs twice counts by its worst, without regard to case and spaces", () => {
    expect(judgeComponent(page, "Api ")).toEqual({ state: "minor", names: ["API is slow"] });
  });

  test("that the page does not have is not read from the page as a whole", () => {
    expect(judgeComponent(page, "Enrich API")).toBeUndefined();
    expect(judgeComponent(page, "Apps")).toBeUndefined();
  });

  test.each([
    ["Instatus", { components: [{ name: "API", status: "MAJOROUTAGE" }] }, "major"],
    ["Better Stack", betterStack("downtime", {}), "ok"],
    ["status.io", statusIo(500), "ok"],
    ["Google", google({}), "minor"],
  ] as const)("is read in %s's form", (_vendor, body, state) => {
    const name = _vendor === "Google" ? "vertex gemini api" : "API";
    expect(judgeComponent(read(body), name)?.state).toBe(state);
  });
});
