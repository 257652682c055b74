import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { IncidentStory } from "./incidents.ts";
import { openFolder } from "./store.ts";

/** Writes a story into a store as the incident INC-12. */
export async function record({ stream, state }: IncidentStory, store: Store): Promise<void> {
  await store.append({
    stream: "INC-12",
    kind: "incident",
    expectedVersion: 0,
    events: stream,
    summary: summariseIncident("INC-12", state),
    dueAt: null,
  });
}

/** A working directory with a configuration and a database that holds the story, for the terminal's commands. */
export async function openRecorded(story: IncidentStory, config: object = {}): Promise<string> {
  const cwd = await openFolder();
  // JSON is YAML.
  writeFileSync(
    join(cwd, "clay-incident.yml"),
    JSON.stringify({ database: { file: "state.db" }, ...config }),
  );
  const store = await openStore<Summary>({ file: join(cwd, "state.db") });
  await record(story, store);
  await store.close();
  return cwd;
}
