import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IncidentEvent } from "../src/incident/events.ts";
import { incident } from "../src/incident/incident.ts";
import type { Store } from "../src/incident/store.ts";
import { addMinutes, type Instant } from "../src/lib/time.ts";
import { monitoringOff } from "../src/monitor/overview.ts";
import { fold, type Recorded } from "../src/record/decider.ts";
import { loadRunbook } from "../src/runbook/load.ts";
import type { Runbook } from "../src/runbook/schema.ts";
import { createFacts } from "../src/service/facts.ts";
import { createHomeReader } from "../src/slack/features/home/home-handle.ts";
import { renderHome } from "../src/slack/features/home/home-render.ts";
import { renderList } from "../src/slack/features/look/incident-list-render.ts";
import { renderNotification } from "../src/slack/features/update/notification-render.ts";
import { notification } from "../src/telling/notification.ts";
import { few, many, openFilled, responder, start } from "./support/filled-store.ts";
import { compare, type Figure } from "./support/measure.ts";

const rounds = 500;

/** Measures that Home, lists and showing an incident do not slow down over the years. */
export async function benchHome(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "clay-incident-bench-"));
  const small = openSide(await openFilled(join(folder, "small.db"), few), few);
  const large = openSide(await openFilled(join(folder, "large.db"), many), many);
  const measure = (name: string, work: (side: Side) => Promise<unknown>) =>
    compare(`${name}, ${many} incidents against ${few}`, { small, large }, work, rounds);
  try {
    return [
      await measure("Home: read and drawn", (side) => side.home()),
      await measure("Slack: list", (side) => side.list()),
      await measure("Slack: show, from disk", (side) => side.show()),
    ];
  } finally {
    await Promise.all([small.store.close(), large.store.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

type Side = ReturnType<typeof openSide>;

/** What Slack shows of a store, shortly after its last incident was declared. */
function openSide(store: Store, incidents: number) {
  const now: Instant = addMinutes(start, (incidents + 1) * 60);
  const read = createHomeReader({
    store,
    facts: createFacts(store),
    clock: { now: () => now, ticks: () => 0 },
    monitoring: { overview: async () => monitoringOff, meters: { list: async () => [] } },
  });
  const runbook = builtIn();
  return {
    store,
    home: async () => renderHome(await read(responder)),
    list: async () =>
      renderList("Open incidents", await store.summaries({ kind: "incident", open: true }), now),
    async show() {
      const events = (await store.load(`INC-${few / 2}`)) as Recorded<IncidentEvent>[];
      const told = notification(fold(incident, events), runbook.wording.audiences.responders);
      return renderNotification(told, null);
    },
  };
}

function builtIn(): Runbook {
  const read = loadRunbook();
  if ("problems" in read) throw new Error("The built-in runbook is not fit for use");
  return read.runbook;
}
