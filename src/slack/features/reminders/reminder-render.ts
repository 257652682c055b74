import type { ActionsBlock, Button } from "@slack/types";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { sentence } from "../../../lib/sentence.ts";
import { say } from "../../../lib/words.ts";
import type { Reminder } from "../../../telling/reminders.ts";
import { button } from "../../blocks/buttons.ts";
import { context, mrkdwn, section, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";

/** The action ids of buttons only reminders have. Each carries stream and id. */
export const reminderActions = { stopWatch: "reminder.stop_watch", itemDone: "reminder.item_done" } as const;

/** Minutes that the button puts reminders off by. */
const snoozeMinutes = 15;

/** A reminder with what it asks for as buttons; once answered, with what became of it instead. */
export function renderReminder(stream: string, reminder: Reminder): Content {
  return withOutcome(mrkdwn(reminder.words), reminder, buttons(stream, reminder));
}

/** What a person who is called directly gets: what it is about, where it is, and how to take it on. */
export function renderCall(incident: Incident, reminder: Reminder): Content {
  const name = incidentName(incident.number);
  const about = mrkdwn(
    say`You are called: nobody leads ${incident.drill ? "DRILL " : ""}${name} (${incident.severity}): ${sentence(incident.title)}`,
  );
  const where = incident.channel ? ` It is worked on in <#${incident.channel.id}>.` : "";
  return withOutcome(`${about}${where}`, reminder, [leadButton(name)]);
}

function withOutcome(text: string, { outcome }: Reminder, elements: Button[]): Content {
  if (outcome === null) {
    const actions: ActionsBlock = { type: "actions", elements };
    return { text: shortenMrkdwn(text, textLimit), blocks: [section(text), actions] };
  }
  const ending = mrkdwn(outcome);
  return {
    text: shortenMrkdwn([text, ending].filter(Boolean).join("\n"), textLimit),
    blocks: [section(text), ...(ending ? [context(ending)] : [])],
  };
}

function buttons(stream: string, { asks, isLast }: Reminder): Button[] {
  if (typeof asks === "object") {
    if ("item" in asks)
      return [button({ action: reminderActions.itemDone, text: "Done", value: `${stream} ${asks.item}` })];
    const value = `${stream} ${asks.watch}`;
    return [
      button({ action: verbAction("figure"), text: "Enter figure", value, style: "primary" }),
      button({ action: reminderActions.stopWatch, text: "Stop watching", value }),
    ];
  }
  switch (asks) {
    case "lead":
      return [leadButton(stream)];
    case "resolve":
      return [
        button({ action: verbAction("triage"), text: "Run triage", value: "", style: "primary" }),
        button({ action: verbAction("resolve"), text: "Resolve", value: stream }),
      ];
    case "archive":
      return [button({ action: verbAction("archive"), text: "Archive", value: stream, style: "primary" })];
    case "update":
      return [
        button({ action: verbAction("update"), text: "Update", value: stream, style: "primary" }),
        ...(isLast ? [] : puttingOff(stream)),
      ];
  }
}

function leadButton(stream: string): Button {
  return button({ action: verbAction("lead"), text: "I'm leading", value: stream, style: "primary" });
}

function puttingOff(stream: string): Button[] {
  const value = `${stream} ${snoozeMinutes}`;
  return [
    button({ action: verbAction("snooze"), text: `Snooze ${snoozeMinutes} min`, value }),
    button({ action: verbAction("dismiss"), text: "Dismiss", value: stream }),
  ];
}
