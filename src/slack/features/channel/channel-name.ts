import { type Incident, incidentName } from "../../../incident/state.ts";

/** Slack's limit for a channel's name; room is kept for a suffix. */
const nameLimit = 76;

/**
 * The name of an incident's channel by the configured pattern: {date} (of the declaration, UTC), {number} and {slug}
 * of the title. Small letters, digits, "-" and "_" only, as Slack wants it.
 */
export function channelName(pattern: string, incident: Incident): string {
  const parts: Record<string, string> = {
    date: incident.declared.at.slice(0, 10).replaceAll("-", ""),
    number: String(incident.number),
    slug: slug(incident.title),
  };
  const name = pattern.replace(/\{(\w+)\}/g, (_, part: string) => parts[part] ?? "");
  return tidy(incident.drill ? `drill-${name}` : name) || incidentName(incident.number).toLowerCase();
}

function slug(title: string): string {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "");
  return tidy(plain.replace(/[^\p{L}\p{N}]+/gu, "-"))
    .split("-")
    .slice(0, 6)
    .join("-");
}

function tidy(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/-{2,}/g, "-")
    .slice(0, nameLimit)
    .replace(/^-|-$/g, "");
}
