import { htmlReply, jsonReply, type Reply } from "./reply.ts";
import type { FakeStatus } from "./world.ts";

const describeIndicator: Record<FakeStatus["indicator"], string> = {
  none: "All Systems Operational",
  minor: "Minor Service Outage",
  major: "Partial System Outage",
  critical: "Major System Outage",
  maintenance: "Service Under Maintenance",
};

const maintenance = ["scheduled", "in_progress", "verifying", "completed"];

/**
 * The status page in Rootly's shape under /api/v1, in Statuspage's under /api/v2, as the feed beside both, and as a
 * page for people.
 */
export function statusReply({ indicator, incidents }: FakeStatus, path: string): Reply {
  const page = { id: "local", name: "Clay Status", url: "http://127.0.0.1/status", time_zone: "Etc/UTC" };
  const { id: _, ...rootlyPage } = page;
  const status = { indicator, description: describeIndicator[indicator] };
  switch (path) {
    case "/api/v1/status.json":
      return jsonReply(200, { page: rootlyPage, status, incidents: incidents.map(asRootly) });
    case "/api/v1/incidents.json":
      return jsonReply(200, { page: rootlyPage, incidents: incidents.map(asRootly) });
    case "/api/v2/status.json":
      return jsonReply(200, { page, status });
    case "/api/v2/summary.json":
      return jsonReply(200, {
        page,
        status,
        components: [],
        incidents: incidents.filter((one) => !maintenance.includes(one.status)),
        scheduled_maintenances: incidents.filter((one) => maintenance.includes(one.status)),
      });
    case "/history.rss":
      return { status: 200, headers: { "content-type": "application/rss+xml" }, body: feed(incidents) };
    default:
      return htmlReply(200, status.description);
  }
}

/** Rootly says of an incident that it has started; where it stands is in its updates, the newest first. */
function asRootly({ name, impact, status, updates }: FakeStatus["incidents"][number]) {
  const isPlannedWork = maintenance.includes(status);
  const started = "2026-11-23T09:00:00Z";
  return {
    name,
    status: isPlannedWork ? status : "started",
    impact,
    started_at: started,
    resolved_at: null,
    incident_updates: (updates ?? [{ body: name, status, at: started }])
      .map((update) => ({ body: update.body, status: update.status, created_at: update.at }))
      .reverse(),
  };
}

function feed(incidents: FakeStatus["incidents"]): string {
  const item = ({ name, status }: FakeStatus["incidents"][number]) =>
    `<item><title>[${status[0]?.toUpperCase()}${status.slice(1).replace("_", " ")}] ${name}</title></item>`;
  const items = incidents.map(item).join("");
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Clay Status</title>${items}</channel></rss>`;
}
