import type { IncidentEvent } from "../incident/events.ts";
import { sentence } from "../lib/sentence.ts";

type OfStatusPage = IncidentEvent & { type: "status_page.updated" | "status_page.resolved" };

/** What Clay's status page says anew, in one line. */
export function statusPageText(event: OfStatusPage): string {
  const status = event.type === "status_page.resolved" ? "resolved" : event.status.replaceAll("_", " ");
  return `Clay's status page, “${event.name}”: ${status}.${event.text ? ` ${sentence(event.text)}` : ""}`;
}
