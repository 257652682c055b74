import { htmlReply, jsonReply, type Reply } from "./reply.ts";
import type { FakeStatus } from "./world.ts";

const describeIndicator: Record<FakeStatus["indicator"], string> = {
  none: "All Systems Operational",
  minor: "Minor Service Outage",
  major: "Partial System Outage",
  critical: "Major System Outage",
  maintenance: "Service Under Maintenance",
};

/** The status page in Rootly's shape under /api/v1, in Statuspage's under /api/v2, and as a page for people. */
export function statusReply({ indicator, incidents }: FakeStatus, path: string): Reply {
  const page = { id: "local", name: "Clay Status", url: "http://127.0.0.1/status", time_zone: "Etc/UTC" };
  const status = { indicator, description: describeIndicator[indicator] };
  switch (path) {
    case "/api/v1/status.json":
      return jsonReply(200, { page, status, incidents });
    case "/api/v1/incidents.json":
      return jsonReply(200, { page, incidents });
    case "/api/v2/status.json":
      return jsonReply(200, { page, status });
    case "/api/v2/summary.json":
      return jsonReply(200, { page, status, components: [], incidents, scheduled_maintenances: [] });
    default:
      return htmlReply(200, status.description);
  }
}
