// Looks at so many targets of one server round after round, as monitoring does: looked, judged and stored. Writes its
// processor time per look in microseconds, and the memory it took, as one line of JSON. A process of its own, so that
// neither the server nor the bench counts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "../../src/config/schema.ts";
import { addMilliseconds, toInstant } from "../../src/lib/time.ts";
import { createLogger } from "../../src/log.ts";
import { loadRunbook } from "../../src/runbook/load.ts";
import { createLookout } from "../../src/service/monitor/lookout.ts";
import { monitorRules } from "../../src/service/monitor/monitor-rules.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createLooking } from "../../src/triage/looking/looking.ts";

const [url = "", targets = "50", rounds = "40"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "clay-incident-bench-"));
const config = configSchema.parse({
  clay: {
    status_url: `${url}/status`,
    hosts: Array.from({ length: Number(targets) - 1 }, (_, i) => `${url}/target-${i}`),
  },
  database: { file: join(folder, "looks.db") },
});
const read = loadRunbook();
if ("problems" in read) throw new Error("the built-in runbook is not fit for use");
const { runbook } = read;

let now = toInstant(Date.now());
const clock = { now: () => now, ticks: () => performance.now() };
const store = await openStore(config.database);
const log = createLogger({ level: "silent" });
const rules = monitorRules(config.monitor);

function lookoutFor(clay: typeof config.clay) {
  const looking = createLooking({ config: { ...config, clay }, runbook, clock, log });
  return createLookout({
    scope: "",
    looking,
    rules,
    everyMs: () => 30_000,
    isCutOff: async () => false,
    now,
  });
}

let looks = 0;

async function round(lookout: ReturnType<typeof lookoutFor>): Promise<void> {
  const looked = await lookout.look(now);
  if (looked) {
    await store.keepLooks({
      looked: { at: now, by: "bench" },
      samples: looked.samples,
      targets: looked.targets,
    });
    looked.accept();
    looks += lookout.results().length;
  }
  now = addMilliseconds(now, 60_000);
}

/** What is there for good, however much is looked at. */
function residentMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

// Idle is a process that has looked before: what it needs for that is there for triage as well.
const one = lookoutFor({ ...config.clay, hosts: config.clay.hosts.slice(0, 1) });
for (let i = 0; i < 500; i++) await round(one);
const idleMb = residentMb();

const lookout = lookoutFor(config.clay);
await round(lookout);
looks = 0;
const before = process.cpuUsage();
for (let i = 0; i < Number(rounds); i++) await round(lookout);
const { user, system } = process.cpuUsage(before);
const aboveMb = residentMb() - idleMb;
const bad = lookout.results().filter(({ outcome }) => outcome === "failing").length;
await store.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ microseconds: (user + system) / looks, aboveMb, looks, bad }));
