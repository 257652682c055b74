import type { KnownBlock, SectionBlock } from "@slack/types";
import { type ActionItem, type Incident, incidentName } from "../../../incident/state.ts";
import { sentence } from "../../../lib/sentence.ts";
import { dateTime, say, sentences, type Words } from "../../../lib/words.ts";
import { button } from "../../blocks/buttons.ts";
import { context, mrkdwn, section, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { reminderActions } from "../reminders/reminder-render.ts";

/** The button that opens the form to add one. */
export const addItemAction = "action_item.add";

/** A message takes 50 blocks. */
const shownAtMost = 40;

/** An incident's action items, the open ones first, each with a button to close it. */
export function renderActionItems({ number, actionItems }: Incident): Content {
  const name = incidentName(number);
  const open = actionItems.filter(({ closed }) => !closed);
  const done = actionItems.filter(({ closed }) => closed);
  const title = `*To do after ${name}*${actionItems.length > 0 ? "" : "\nNothing yet."}`;
  const lines = [...open, ...done].slice(0, shownAtMost);
  const hidden = actionItems.length - lines.length;
  const blocks: KnownBlock[] = [
    section(title),
    ...lines.map((item) => itemBlock(name, item)),
    ...(hidden > 0 ? [section(`…and ${hidden} more: see the postmortem.`)] : []),
    ...(open.length > 0
      ? [context(`“todo ${open[0]!.item}” changes that one: its words, who does it, the date.`)]
      : []),
    {
      type: "actions",
      elements: [button({ action: addItemAction, text: "Add action item", value: name, style: "primary" })],
    },
  ];
  const text = [title, ...lines.map((item) => `• ${mrkdwn(itemWords(item))}`)].join("\n");
  return { text: shortenMrkdwn(text, textLimit), blocks };
}

function itemBlock(name: string, item: ActionItem): SectionBlock {
  const block = section(`• ${shortenMrkdwn(mrkdwn(itemWords(item)), 1000)}`);
  return item.closed ? block : { ...block, accessory: doneButton(name, item.item, item.text) };
}

/** Closes an action item, wherever it is shown. */
export function doneButton(stream: string, item: string, text: string) {
  return button({
    action: `${reminderActions.itemDone}:${stream}-${item}`,
    text: "Done",
    value: `${stream} ${item}`,
    label: `Done: ${text}`,
  });
}

function itemWords({ item, text, owner, dueAt, closed }: ActionItem): Words {
  return sentences(
    `${item}:`,
    sentence(text),
    owner ? say`${owner}.` : "Nobody has it.",
    closed
      ? say`Done by ${closed.by}, ${dateTime(closed.at)}.`
      : dueAt
        ? say`Due ${dateTime(dueAt)}.`
        : "No date.",
  );
}
