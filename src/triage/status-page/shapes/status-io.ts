import { asObject } from "../../probes/answer.ts";
import type { Level, Phase, StatusPage } from "../status-page.ts";
import { type Json, objectsIn, textOf } from "../words.ts";

/** status.io's codes: operational, planned maintenance, degraded, partial and full disruption, security event. */
const levelCodes: Record<number, Level> = {
  100: "ok",
  200: "maintenance",
  300: "minor",
  400: "minor",
  500: "major",
  600: "major",
};

const phaseCodes: Record<number, Phase> = { 100: "open", 200: "open", 300: "monitoring", 400: "over" };

/** status.io's /1.0/status/{page} (its documentation, "Status codes"). */
export function readStatusIo(json: Json): StatusPage | undefined {
  const result = asObject(json.result);
  const overall = asObject(result?.status_overall);
  if (!result || overall?.status_code === undefined) return undefined;
  const planned = asObject(result.maintenance);
  const work = (value: unknown, phase: Phase) =>
    objectsIn(value).map(({ name }) => ({
      name: textOf(name, "unnamed maintenance"),
      phase,
      level: "maintenance" as const,
    }));
  return {
    shape: "status.io",
    level: levelOfCode(overall.status_code),
    description: typeof overall.status === "string" ? overall.status : undefined,
    components: objectsIn(result.status).map(({ name, status_code }) => ({
      name: String(name),
      level: levelOfCode(status_code),
    })),
    entries: [
      ...objectsIn(result.incidents).map((one) => ({
        name: textOf(one.name, "unnamed incident"),
        phase: phaseCodes[Number(objectsIn(one.messages).at(-1)?.state)] ?? ("open" as const),
        // How bad it is now is in the page's own code.
        level: "ok" as const,
      })),
      ...work(planned?.active, "maintenance"),
      ...work(planned?.upcoming, "planned"),
    ],
  };
}

function levelOfCode(code: unknown): Level {
  return levelCodes[Number(code)] ?? "unknown";
}
