import type { KnownBlock, ModalView } from "@slack/types";
import type { Mark } from "../../../incident/state.ts";
import { dateTime, say, type Words } from "../../../lib/words.ts";
import type { Postmortem } from "../../../postmortem/postmortem.ts";
import { type Section, sectionText } from "../../../postmortem/sections/section.ts";
import { drillMark } from "../../../telling/wording.ts";
import { button } from "../../blocks/buttons.ts";
import { renderView } from "../../blocks/form.ts";
import { context, escapeText, mrkdwn, plainContent, section, shorten } from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";

/** Action ids of the buttons in the draft. */
export const postmortemActions = {
  edit: "postmortem.edit",
  publish: "postmortem.publish",
  file: "postmortem.file",
  support: "postmortem.support",
  credits: "postmortem.credits",
  actionItem: "postmortem.action_item",
} as const;

/** As much of a section as the draft shows; editing it, or the file, shows the whole. */
const previewLimit = 400;

/** What the person's last press has come to. */
export type Notice = { done: boolean; words: Words };

/** The draft with all its sections, each with a button to write it by hand. */
export function renderDraft(told: Postmortem, published: Mark | null, notice?: Notice): ModalView {
  return renderView({
    id: "postmortem",
    title: `Postmortem ${told.drill ? `${drillMark} ` : ""}${told.name}`,
    blocks: [
      ...(notice ? [section(`${notice.done ? "✅" : "⚠️"} ${mrkdwn(notice.words)}`)] : []),
      section(introduction(told, published)),
      buttons(told, published),
      { type: "divider" },
      ...told.sections.flatMap((one) => sectionBlocks(told.name, one)),
    ],
  });
}

function introduction({ name, open, missing }: Postmortem, published: Mark | null): string {
  const state = open
    ? `*${name} is still open.* This is the draft as the record stands; it can be published once ${name} is resolved.`
    : published
      ? `*Published* by ${mrkdwn(say`${published.by}, ${dateTime(published.at)}`)}. Publishing again replaces it.`
      : "*This is the draft.* Publishing puts it into the incident's channel, with a picture of the timeline.";
  const lacks = missing.map((sentence) => `• ${escapeText(sentence)}`);
  return [state, ...(lacks.length > 0 ? ["Missing so far:", ...lacks] : [])].join("\n");
}

function buttons({ name, open }: Postmortem, published: Mark | null): KnownBlock {
  const { publish, file, support, credits, actionItem } = postmortemActions;
  const value = `${name} ${published?.at ?? ""}`;
  return {
    type: "actions",
    elements: [
      ...(open ? [] : [button({ action: publish, text: "Publish", value, style: "primary" })]),
      button({ action: credits, text: "Credits lost", value: name }),
      button({ action: actionItem, text: "Add action item", value: name }),
      button({ action: file, text: "Send me the file", value: name }),
      button({ action: support, text: "For Clay's support", value: name }),
    ],
  };
}

function sectionBlocks(name: string, one: Section): KnownBlock[] {
  const { id, title, edited } = one;
  const preview = escapeText(shorten(sectionText(one), previewLimit)) || "_Nothing._";
  const edit = button({
    action: `${postmortemActions.edit}:${id}`,
    text: "Edit",
    value: `${name} ${id}`,
    label: `Edit ${title}`,
  });
  const byHand = edited ? [context(mrkdwn(say`Written by ${edited.by}, ${dateTime(edited.at)}.`))] : [];
  return [{ ...section(`*${title}*\n${preview}`), accessory: edit }, ...byHand];
}

/** What the one who resolved is offered next. */
export function renderAfterResolve(name: string): Content {
  const text = `${name} is resolved. While it is fresh, look over the postmortem: the record has filled it in.`;
  return {
    ...plainContent(text),
    blocks: [
      section(text),
      {
        type: "actions",
        elements: [
          button({ action: verbAction("postmortem"), text: "Postmortem", value: name, style: "primary" }),
          button({ action: verbAction("todo"), text: "Action items", value: name }),
        ],
      },
    ],
  };
}
