import { effect } from "@preact/signals";
import type { Announcement } from "../../announce-changes.ts";
import { readClay, readDrills, slack } from "../api.ts";
import { markRead, readTo } from "./read-marks.ts";
import {
  actingName,
  app,
  bot,
  channels,
  clayOverview,
  connections,
  drills,
  faults,
  groups,
  home,
  live,
  messages,
  modals,
  now,
  people,
  place,
  threadMessages,
  threadTs,
  tool,
  traffic,
  unread,
} from "./store.ts";

/** What can be read anew, each by itself. */
const readings = {
  async people() {
    [people.value, groups.value] = await Promise.all([slack("users"), slack("userGroups")]);
  },
  async app() {
    [app.value, bot.value] = await Promise.all([slack("app"), slack("bot")]);
  },
  async channels() {
    const as = actingName.value;
    const [seen, fresh] = await Promise.all([slack("channels", as), slack("unread", as, readTo(as))]);
    if (as !== actingName.value) return;
    channels.value = seen;
    unread.value = fresh;
  },
  async messages() {
    const [as, where] = [actingName.value, place.value];
    if (where?.kind !== "channel") return;
    const seen = await slack("messages", where.id, { as, notices: true });
    if (as !== actingName.value || where !== place.value) return;
    messages.value = seen;
    if (document.visibilityState === "visible" && markRead(as, where.id, seen.at(-1)?.ts)) again("channels");
  },
  async thread() {
    const [as, where, thread] = [actingName.value, place.value, threadTs.value];
    if (where?.kind !== "channel" || thread === null) return;
    const seen = await slack("messages", where.id, { as, threadTs: thread, notices: true });
    if (thread === threadTs.value && as === actingName.value) threadMessages.value = seen;
  },
  async modals() {
    const as = actingName.value;
    const open = await slack("modals", as);
    if (as === actingName.value) modals.value = open;
  },
  async home() {
    const as = actingName.value;
    const shown = await slack("home", as);
    if (as === actingName.value) home.value = shown ?? null;
  },
  async connections() {
    connections.value = await slack("connections");
  },
  async clay() {
    clayOverview.value = await readClay();
  },
  async drills() {
    drills.value = await readDrills();
  },
  async faults() {
    faults.value = await slack("faults");
  },
  async traffic() {
    if (tool.value === "traffic") traffic.value = await slack("traffic", 120);
  },
};

type Reading = keyof typeof readings;

const dirty = new Set<Reading>();
let running = false;

/** Reads these anew, soon and once, however often it is asked meanwhile. */
export function again(...names: Reading[]): void {
  for (const name of names) dirty.add(name);
  if (running) return;
  running = true;
  queueMicrotask(readDirty);
}

async function readDirty(): Promise<void> {
  while (dirty.size > 0) {
    const names = [...dirty];
    dirty.clear();
    // A reading that fails (the channel was just deleted) is made again with the next change.
    await Promise.allSettled(names.map((name) => readings[name]()));
  }
  running = false;
}

/** What a change makes worth reading again. */
function touchedBy({ type, channel, user }: Announcement): Reading[] {
  const [topic] = type.split(".");
  const here = place.value?.kind === "channel" && place.value.id === channel;
  const mine = people.value.find(({ name }) => name === actingName.value)?.id === user;
  switch (topic) {
    case "message":
    case "ephemeral":
    case "reaction":
    case "pin":
      return here ? ["channels", "messages", "thread"] : ["channels"];
    case "channel":
    case "member":
    case "bookmark":
    case "canvas":
      return here ? ["channels", "messages"] : ["channels"];
    case "user":
      return ["people"];
    case "view":
      // What one fills in oneself is on the page already.
      return !mine || type === "view.filled" ? [] : ["modals", "home"];
    case "connection":
      return ["connections", "traffic"];
    case "clay":
      return ["clay"];
    case "drill":
      return ["drills"];
    case "api":
    case "fault":
      return ["traffic", "faults"];
    case "envelope":
      return ["traffic"];
    case "open":
      return Object.keys(readings) as Reading[];
    default:
      return [];
  }
}

/** Keeps everything current from now on: whatever changes, and whoever one acts as, wherever one looks. */
export function startLive(): void {
  const changes = new EventSource("/changes");
  changes.onopen = () => {
    live.value = true;
  };
  changes.onerror = () => {
    live.value = false;
  };
  changes.onmessage = ({ data }) => again(...touchedBy(JSON.parse(data) as Announcement));

  effect(() => {
    void actingName.value;
    again("channels", "messages", "thread", "modals", "home");
  });
  effect(() => {
    if (place.value?.kind === "channel") again("messages");
    if (threadTs.value) again("thread");
  });
  effect(() => {
    if (tool.value === "traffic") again("traffic");
  });
  setInterval(() => {
    now.value = Date.now();
  }, 30_000);
  document.addEventListener("visibilitychange", () => again("messages"));
}
