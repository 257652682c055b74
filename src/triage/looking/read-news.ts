import { fingerprintOf } from "../../lib/fingerprint.ts";
import { addMilliseconds, type Instant, toInstant } from "../../lib/time.ts";
import type { PlannedWork, StatusNews, StatusUpdate } from "../../monitor/status-news.ts";
import { type Answer, asObject, readJson } from "../probes/answer.ts";

/** Of a page that says much, the newest of each; what it says at most so long. */
const updatesAtMost = 20;
const plannedAtMost = 10;
const bodyAtMost = 500;

/** A page that says "under maintenance" and not for how long is believed this long, and then asked again. */
const believedMs = 10 * 60_000;

const none: StatusNews = { updates: [], planned: [] };

/**
 * Reads what a status page says of its incidents and of planned work: Statuspage's JSON (summary.json) and Rootly's
 * (docs.rootly.com, status page public API) name the same fields. What is not there is left out.
 */
export function readNews(answer: Answer, now: Instant): StatusNews {
  if (answer.status !== 200) return none;
  const body = readJson(answer);
  if ("cause" in body) return none;
  const updates = objects(body.json.incidents).flatMap(updatesOf);
  const announced = objects(body.json.scheduled_maintenances).flatMap((work) => plannedWork(work, now));
  const planned = [...announced, ...underWay(body.json.status, now)];
  return { updates: updates.slice(0, updatesAtMost), planned: planned.slice(0, plannedAtMost) };
}

type Json = NonNullable<ReturnType<typeof asObject>>;

/** An incident without updates of its own has its status as the only one. Oldest first. */
function updatesOf(incident: Json): StatusUpdate[] {
  const name = text(incident.name) || "An incident without a name";
  const id = text(incident.id) || text(incident.url) || name;
  const said = objects(incident.incident_updates)
    .map((update) => toUpdate(id, name, update))
    .sort((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
  return said.length > 0 ? said : [toUpdate(id, name, { ...incident, id: undefined, body: undefined })];
}

function toUpdate(incidentId: string, incident: string, update: Json): StatusUpdate {
  const status = text(update.status) || "updated";
  const body = text(update.body).slice(0, bodyAtMost);
  const at = moment(update.created_at) ?? moment(update.started_at);
  const key = fingerprintOf([incidentId, text(update.id) || [status, body, at]]);
  return { key, incident, status, body, at };
}

function plannedWork({ name, status, scheduled_for, scheduled_until }: Json, now: Instant): PlannedWork[] {
  const from = moment(scheduled_for);
  const planned = moment(scheduled_until);
  if (status === "completed" || !from || !planned || planned <= from) return [];
  // Work goes on beyond its planned end as long as the page says so.
  const isOn = status === "in_progress" || status === "verifying";
  const to = isOn && planned <= now ? addMilliseconds(now, believedMs) : planned;
  return [{ what: text(name) || "Planned work", from, to }];
}

function underWay(status: unknown, now: Instant): PlannedWork[] {
  const { indicator, description } = asObject(status) ?? {};
  if (indicator !== "maintenance") return [];
  return [{ what: text(description) || "Maintenance", from: now, to: addMilliseconds(now, believedMs) }];
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.map(asObject).filter((one) => one !== undefined) : [];
}

/** Text as people may read it: one line, and none of the page's markup. */
function text(value: unknown): string {
  if (typeof value !== "string") return "";
  return value
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function moment(value: unknown): Instant | null {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : toInstant(ms);
}
