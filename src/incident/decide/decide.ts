import type { Actor } from "../../lib/actor.ts";
import { type ByType, callByType } from "../../record/by-type.ts";
import { type Context, type Decision, refuse } from "../../record/decider.ts";
import { dueEvents } from "../clock/alarms.ts";
import type { Declare, IncidentCommand } from "../commands.ts";
import type { IncidentEvent } from "../events.ts";
import { recordReplay } from "../replay/record-replay.ts";
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

const decisions: ByType<
  Exclude<IncidentCommand, Declare>,
  [Incident, Context<IncidentRules>],
  Decision<IncidentEvent>
> = {
  change_severity: (command, incident, context) => changeSeverity(incident, command, context),
  take_lead: (command, incident, context) => takeLead(incident, command, context),
  join: (command, incident, context) => join(incident, command, context),
  leave: (command, incident) => leave(incident, command),
  update: (command, incident, context) => update(incident, command, context),
  take_action: (command) => takeAction(command),
  note: (command) => note(command),
  follow_status_page: (command, incident) => followStatusPage(incident, command),
  edit_details: (command, incident) => editDetails(incident, command),
  record_triage: (command, incident, context) => recordTriage(incident, command.evidence, context),
  record_replay: (command, incident) => recordReplay(incident, command),
  resolve: (command, incident, context) => resolve(incident, command, context),
  reopen: (command, incident, context) => reopen(incident, command.reason, context),
  make_private: (_, incident) => makePrivate(incident),
  record_channel: (command, incident) => recordChannel(incident, command),
  lose_channel: (command, incident) => loseChannel(incident, command),
  degrade: (command, incident) => degrade(incident, command),
  archive: (_, incident) => archive(incident),
  snooze: (command, incident, context) => snooze(incident, command.minutes, context),
  dismiss: (_, incident, context) => dismiss(incident, context),
  start_watch: (command, incident, context) => startWatch(incident, command, context),
  record_figure: (command, incident, context) =>
    recordFigure(incident, command.watch, command.value, context),
  stop_watch: (command, incident, context) => stopWatch(incident, command, context),
  capture_entry: (command, incident, context) => captureEntry(incident, command, context),
  withdraw_entry: (command, incident, context) => withdrawEntry(incident, command, context),
  edit_entry: (command, incident) => editEntry(incident, command),
  delete_entry: (command, incident) => deleteEntry(incident, command),
  walk: (command, incident, context) => walkOn(incident, command.command, context),
  add_action_item: (command, incident) => addActionItem(incident, command),
  change_action_item: (command, incident) => changeActionItem(incident, command),
  close_action_item: (command, incident) => closeActionItem(incident, command),
  edit_postmortem: (command, incident) => editPostmortem(incident, command),
  publish_postmortem: (command, incident) => publishPostmortem(incident, command),
  tick: (_, incident, { now, rules }) => ({ events: dueEvents(incident, now, rules) }),
};

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
  // Whoever is given a command can name only those in the table.
  return callByType(decisions, command, incident, context)!;
}
