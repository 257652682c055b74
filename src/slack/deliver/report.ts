import type { IncidentCommand } from "../../incident/commands.ts";
import { system } from "../../lib/actor.ts";
import type { Incidents } from "../../service/incidents.ts";
import type { ReconcilerPorts } from "./reconcile.ts";
import { degradedSlot } from "./slots.ts";
import { whatFailed } from "./what-failed.ts";
import { whySlackRefused } from "./why-slack-refused.ts";

/** Takes the outcomes of a pass into the incident's record. A triage run has no use for them. */
export function createReport(incidents: Incidents): ReconcilerPorts["report"] {
  return async (kind, stream, outcome) => {
    if (kind !== "incident") return false;
    const change = async (command: IncidentCommand) => {
      const handled = await incidents.change(stream, command, { by: system });
      return handled.outcome === "done" && handled.events.length > 0;
    };
    switch (outcome.type) {
      case "channel_opened": {
        const { id: channel, ...opened } = outcome.channel;
        return change({ type: "record_channel", channel, ...opened });
      }
      case "channel_lost":
        return change({ type: "lose_channel", reason: await reasonFor(incidents, stream, outcome.reason) });
      case "slot_failed": {
        // What did not work could not be told: telling that, too, helps nobody.
        if (outcome.slot.slot === degradedSlot) return false;
        const what = whatFailed(outcome.slot);
        return change({ type: "degrade", what, why: whySlackRefused(outcome.code) });
      }
    }
  };
}

/** A private channel the bot was removed from looks deleted to it; only of a public one can it tell. */
async function reasonFor(incidents: Incidents, stream: string, reason: string): Promise<string> {
  return reason === "deleted" && (await incidents.load(stream)).private ? "removed" : reason;
}
