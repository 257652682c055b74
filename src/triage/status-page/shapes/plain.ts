import type { Entry, StatusPage } from "../status-page.ts";
import { type Json, levelOf, objectsIn, textOf } from "../words.ts";

/** Slack's /api/v2.0.0/current: "ok" or "active", and what is active. */
export function readSlack({ status, active_incidents }: Json): StatusPage | undefined {
  if (typeof status !== "string" || !Array.isArray(active_incidents)) return undefined;
  const entries = objectsIn(active_incidents).map(({ title, type }): Entry => {
    const isNotice = type === "notice" || type === "maintenance";
    const name = textOf(title, "unnamed incident");
    return { name, phase: isNotice ? "maintenance" : "open", level: type === "outage" ? "major" : "minor" };
  });
  return { shape: "Slack", level: "ok", entries };
}

/** A page that says one word: { "indicator": "up" }. */
export function readIndicator({ indicator }: Json): StatusPage | undefined {
  return typeof indicator === "string"
    ? { shape: "an indicator", level: levelOf(indicator), entries: [] }
    : undefined;
}
