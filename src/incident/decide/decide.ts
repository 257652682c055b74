import type { Actor } from "../../lib/actor.ts";
import { type Context, type Decision, refuse } from "../../record/decider.ts";
import { dueEvents } from "../clock/alarms.ts";
import type { IncidentCommand } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import type { IncidentRules } from "../rules.ts";
import type { Incident } from "../state.ts";
import { mayKnow } from "../summary.ts";
import { captureEntry, deleteEntry, editEntry, withdrawEntry } from "./capture.ts";
import { archive, degrade, loseChannel, makePrivate, recordChannel } from "./channel.ts";
import { declare } from "./declare.ts";
import {
  addActionItem,
  changeActionItem,
  closeActionItem,
  editPostmortem,
  publishPostmortem,
} from "./follow-up.ts";
import {
  changeSeverity,
  editDetails,
  followStatusPage,
  join,
  leave,
  note,
  takeAction,
  takeLead,
  update,
} from "./progress.ts";
import { dismiss, snooze } from "./reminders.ts";
import { reopen, resolve, resolvedRefusal } from "./resolve.ts";
import { recordTriage, walkOn } from "./walk.ts";
import { recordFigure, startWatch, stopWatch } from "./watch.ts";

/** What makes no sense once an incident is resolved; all else may follow later. */
const whileOpen = new Set<IncidentCommand["type"]>([
  "take_lead",
  "update",
  "resolve",
  "snooze",
  "dismiss",
  "start_watch",
  "walk",
]);

/**
 * Whoever may not know of it learns nothing, also by a button or a form from before it was private. Whoever edits a
 * message need not know where it was captured.
 */
function isHidden(incident: Incident, { type }: IncidentCommand, by: Actor): boolean {
  return type !== "edit_entry" && !mayKnow(incident, by);
}

/** Decides what a command does to the incident. */
export function decide(
  incident: Incident,
  command: IncidentCommand,
  context: Context<IncidentRules>,
): Decision<IncidentEvent> {
  if (command.type === "declare") return declare(incident, command, context);
  if (incident.number === 0 || isHidden(incident, command, context.by))
    return refuse("no_such_incident", "There is no such incident.");
  if (incident.resolved && whileOpen.has(command.type)) return resolvedRefusal(incident);
  switch (command.type) {
    case "change_severity":
      return changeSeverity(incident, command, context);
    case "take_lead":
      return takeLead(incident, command, context);
    case "join":
      return join(incident, command, context);
    case "leave":
      return leave(incident, command);
    case "update":
      return update(incident, command, context);
    case "take_action":
      return takeAction(command);
    case "note":
      return note(command);
    case "follow_status_page":
      return followStatusPage(incident, command);
    case "edit_details":
      return editDetails(incident, command);
    case "record_triage":
      return recordTriage(incident, command.evidence, context);
    case "resolve":
      return resolve(incident, command, context);
    case "reopen":
      return reopen(incident, command.reason, context);
    case "make_private":
      return makePrivate(incident);
    case "record_channel":
      return recordChannel(incident, command);
    case "lose_channel":
      return loseChannel(incident, command);
    case "degrade":
      return degrade(incident, command);
    case "archive":
      return archive(incident);
    case "snooze":
      return snooze(incident, command.minutes, context);
    case "dismiss":
      return dismiss(incident, context);
    case "start_watch":
      return startWatch(incident, command, context);
    case "record_figure":
      return recordFigure(incident, command.watch, command.value, context);
    case "stop_watch":
      return stopWatch(incident, command, context);
    case "capture_entry":
      return captureEntry(incident, command, context);
    case "withdraw_entry":
      return withdrawEntry(incident, command, context);
    case "edit_entry":
      return editEntry(incident, command);
    case "delete_entry":
      return deleteEntry(incident, command);
    case "walk":
      return walkOn(incident, command.command, context);
    case "add_action_item":
      return addActionItem(incident, command);
    case "change_action_item":
      return changeActionItem(incident, command);
    case "close_action_item":
      return closeActionItem(incident, command);
    case "edit_postmortem":
      return editPostmortem(incident, command);
    case "publish_postmortem":
      return publishPostmortem(incident, command);
    case "tick":
      return { events: dueEvents(incident, context.now, context.rules) };
  }
}
