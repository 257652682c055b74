import type { IncidentEvent } from "../../../incident/events.ts";
import { incident } from "../../../incident/incident.ts";
import { fold, type Recorded } from "../../../record/decider.ts";
import { parseIncidentName } from "../../../service/incidents.ts";
import { withStore } from "../../with-store.ts";
import { momentOf, type PlanFlags, UsageError } from "./plan-flags.ts";

/** The time rows must be of, in milliseconds since 1970. */
export type Window = { from?: number | undefined; to?: number | undefined };

/** The window that was typed; with an incident, from when it was detected until it was resolved, or now. */
export async function windowOf(flags: PlanFlags, configFile: string | undefined): Promise<Window> {
  const typed = {
    from: flags.from === undefined ? undefined : momentOf("--from", flags.from, flags.zone),
    to: flags.to === undefined ? undefined : momentOf("--to", flags.to, flags.zone),
  };
  const needsAt = flags.from !== undefined || flags.to !== undefined;
  const hasAt = flags.at !== undefined || (flags.preset !== undefined && flags.preset in timed);
  if (needsAt && !hasAt)
    throw new UsageError("--from and --to need to know where a row's time is: --at '$.time'.");
  if (flags.incident === undefined) return typed;
  const found = await incidentWindow(flags.incident, configFile);
  if (!hasAt) return typed;
  return { from: typed.from ?? found.from, to: typed.to ?? found.to };
}

const timed = { log: true, http: true, sqs: true, kafka: true, n8n: true };

async function incidentWindow(name: string, configFile: string | undefined): Promise<Window> {
  const stream = parseIncidentName(name);
  if (!stream) throw new UsageError(`"${name}" is no incident. Expected a name as in INC-12.`);
  let window: Window | undefined;
  const exitCode = await withStore(configFile, async (store) => {
    const events = (await store.load(stream)) as Recorded<IncidentEvent>[];
    if (events.length === 0) return 0;
    const state = fold(incident, events);
    const to =
      state.status === "resolved"
        ? events.findLast(({ event }) => event.type === "incident.resolved")
        : undefined;
    window = { from: Date.parse(state.detectedAt), to: to && Date.parse(to.at) };
    return 0;
  });
  if (exitCode !== 0)
    throw new UsageError("Without the record --incident cannot be used. Say --from and --to.");
  if (!window) throw new UsageError(`There is no record ${stream}.`);
  return window;
}
