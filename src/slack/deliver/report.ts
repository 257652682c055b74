import type { IncidentCommand } from "../../incident/commands.ts";
import { system } from "../../lib/actor.ts";
import type { Incidents } from "../../service/incidents.ts";
import type { ReconcilerPorts } from "./reconcile.ts";
import { degradedSlot } from "./slots.ts";
import { whatFailed } from "./what-failed.ts";

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

const reasons: Record<string, string> = {
  missing_scope: "the app lacks a permission: run clay-incident doctor",
  restricted_action: "the workspace does not allow it",
  user_is_deactivated: "the account is deactivated",
  user_disabled: "the account is deactivated",
  user_not_found: "there is no such active account here",
  no_such_subteam: "there is no such user group any more",
  cant_invite: "they cannot be invited to this channel",
  not_in_channel: "the bot is not in that channel: invite it there",
  channel_not_found: "the channel is not there, or the bot may not see it",
  is_archived: "the channel is archived",
  is_inactive: "the channel is archived",
  team_tier_cannot_create_channel_canvases: "the workspace's plan has no channel canvases",
  canvas_disabled_user_team: "canvases are turned off in this workspace",
  channel_canvas_already_exists: "the channel has a canvas of its own, which is left alone",
};

function whySlackRefused(code: string): string {
  return code
    .split(", ")
    .map((part) => {
      const [, user, reason = part] = /^([UW][A-Z0-9]+): (.+)$/.exec(part) ?? [];
      const said = `${reasons[reason] ? `${reasons[reason]} ` : ""}(Slack: ${reason})`;
      return user ? `${user}: ${said}` : said;
    })
    .join("; ");
}
