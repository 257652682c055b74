import { asObject } from "../probes/answer.ts";
import { readBetterStack } from "./shapes/better-stack.ts";
import { readFeed } from "./shapes/feed.ts";
import { readGoogle } from "./shapes/google.ts";
import { readIncidentIo } from "./shapes/incident-io.ts";
import { readInstatus } from "./shapes/instatus.ts";
import { readIndicator, readSlack } from "./shapes/plain.ts";
import { readSalesforceIncidents, readSalesforceInstance } from "./shapes/salesforce.ts";
import { readStatusIo } from "./shapes/status-io.ts";
import { readStatuspage } from "./shapes/statuspage.ts";
import type { StatusPage } from "./status-page.ts";
import { objectsIn } from "./words.ts";

/** The first that knows the form reads it; each looks for a mark that no other form has. */
const ofObjects = [
  readSalesforceInstance,
  readSlack,
  readBetterStack,
  readStatusIo,
  readIncidentIo,
  readInstatus,
  readStatuspage,
  readIndicator,
];
const ofLists = [readGoogle, readSalesforceIncidents];

/**
 * Reads a body as a status page: the page, "unknown" for data in a form nobody here knows, or undefined where it is
 * no data at all.
 */
export function readStatusPage(body: string): StatusPage | "unknown" | undefined {
  const feed = readFeed(body);
  if (feed) return feed;
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const object = asObject(json);
  if (object) return firstOf(ofObjects, object) ?? "unknown";
  // A list of nothing could be anybody's.
  if (!Array.isArray(json) || json.length === 0) return undefined;
  return firstOf(ofLists, objectsIn(json)) ?? "unknown";
}

function firstOf<T>(
  readers: readonly ((value: T) => StatusPage | undefined)[],
  value: T,
): StatusPage | undefined {
  for (const read of readers) {
    const page = read(value);
    if (page) return page;
  }
  return undefined;
}
