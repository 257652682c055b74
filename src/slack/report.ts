import type { Incidents } from "../engine/incidents.ts";
import { system } from "../lib/actor.ts";
import type { ReconcilerPorts } from "./reconcile.ts";
import type { Slot } from "./slots.ts";

/** Takes the outcomes of a pass into the incident's record. A triage run has no use for them. */
export function createReport(incidents: Incidents): ReconcilerPorts["report"] {
  return async (kind, stream, outcome) => {
    if (kind !== "incident") return;
    const request = { by: system };
    switch (outcome.type) {
      case "channel_opened":
        await incidents.change(
          stream,
          { type: "record_channel", channel: outcome.channel.id, name: outcome.channel.name },
          request,
        );
        return;
      case "channel_lost":
        await incidents.change(stream, { type: "lose_channel", reason: outcome.reason }, request);
        return;
      case "slot_failed":
        await incidents.change(
          stream,
          { type: "degrade", what: whatFailed(outcome.slot), why: whySlackRefused(outcome.code) },
          request,
        );
    }
  };
}

function whatFailed(slot: Slot): string {
  switch (slot.kind) {
    case "channel":
      return "Opening the incident's channel";
    case "members":
      return "Inviting people";
    case "topic":
      return "Setting the channel's topic";
    case "pin":
      return "Pinning the notification";
    case "bookmark":
      return `Adding the bookmark “${slot.title}”`;
    case "archive":
      return "Archiving the channel";
    case "feed":
    case "message":
      return `Posting the message “${slot.slot}”`;
  }
}

const reasons: Record<string, string> = {
  missing_scope: "the app lacks a permission: run clay-incident doctor",
  restricted_action: "the workspace does not allow it",
  user_is_deactivated: "the account is deactivated",
  not_in_channel: "the bot is not in that channel: invite it there",
  channel_not_found: "the channel is not there, or the bot may not see it",
  is_archived: "the channel is archived",
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
