import type { Decision } from "../../record/decider.ts";
import { currentLeaf } from "../../walk/walk-state.ts";
import type { IncidentCommand } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import type { Incident } from "../state.ts";
import { isWhole, replayedText, replayStep } from "./replayed.ts";

/** Records that lost rows were sent again, and ticks the step that asks for it once nothing of it is left. */
export function recordReplay(
  incident: Incident,
  { type: _, ...replayed }: IncidentCommand & { type: "record_replay" },
): Decision<IncidentEvent> {
  const known = incident.replays[replayed.plan]?.replayed;
  if (JSON.stringify(known) === JSON.stringify(replayed)) return { events: [] };
  const tick = isWhole(replayed) && replayed.accepted > 0 ? tickOf(incident, replayedText(replayed)) : [];
  return { events: [{ type: "rows.replayed", ...replayed }, ...tick] };
}

/** The replay itself is the action taken, so its step counts as none beside it. */
function tickOf({ walk }: Incident, text: string): IncidentEvent[] {
  const leaf = currentLeaf(walk);
  const step = leaf?.steps.find(({ id }) => id === replayStep);
  if (!leaf || !step || walk.ticks.some((tick) => tick.step === replayStep)) return [];
  const { resolution } = leaf;
  return [
    { type: "walk.step_ticked", resolution, step: replayStep, text, action: false, how: { by: "person" } },
  ];
}
