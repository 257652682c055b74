import { asObject } from "../../probes/answer.ts";
import type { Level, StatusPage } from "../status-page.ts";
import { type Json, levelOf, objectsIn, phaseOf, textOf } from "../words.ts";

const pageLevels: Record<string, Level> = { UP: "ok", HASISSUES: "unsaid", UNDERMAINTENANCE: "maintenance" };

/** Instatus's /summary.json: a word for the page, and lists that are left out when they are empty. */
export function readInstatus({ page, activeIncidents, activeMaintenances }: Json): StatusPage | undefined {
  const status = asObject(page)?.status;
  if (typeof status !== "string") return undefined;
  const incidents = objectsIn(activeIncidents).map(({ name, status: stands, impact }) => ({
    name: textOf(name, "unnamed incident"),
    phase: phaseOf(stands) ?? ("open" as const),
    level: impact === undefined ? ("unsaid" as const) : levelOf(impact),
  }));
  const open = incidents.filter(({ phase }) => phase === "open");
  const level = Object.hasOwn(pageLevels, status) ? pageLevels[status]! : "unknown";
  return {
    shape: "Instatus",
    // How bad its issues are is told by its incidents, where it lists them.
    level: level === "unsaid" && open.length > 0 ? "ok" : level,
    entries: [
      ...incidents,
      ...objectsIn(activeMaintenances).map(({ name, status: stands }) => ({
        name: textOf(name, "unnamed maintenance"),
        phase: phaseOf(stands) ?? ("planned" as const),
        level: "maintenance" as const,
      })),
    ],
  };
}
