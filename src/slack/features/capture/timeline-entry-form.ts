import type { ModalView } from "@slack/types";
import { z } from "zod";
import type { Summary } from "../../../incident/summary.ts";
import { choiceField, textOf } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import { context, escapeText, shorten } from "../../blocks/mrkdwn.ts";
import { slackMessage } from "../../requests/receive/slack-message.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form; it carries the message to be added, as far as a form can. */
export const timelineEntryForm = {
  id: "add_to_timeline",
  carries: z.object({ channel: z.string(), message: slackMessage }),
};
type CarriedMessage = z.output<typeof timelineEntryForm.carries>;

/** What a form can carry is limited; a message the bot cannot read again is cut to this. */
const textCarried = 1200;
const filesCarried = 2;

/** The form to choose the incident whose timeline a message joins. */
export function renderTimelineEntry(carried: CarriedMessage, open: readonly Summary[]): ModalView {
  const { channel, message } = carried;
  const short: CarriedMessage = {
    channel,
    message: {
      ...message,
      text: shorten(message.text, textCarried),
      files: message.files?.slice(0, filesCarried),
    },
  };
  const choices = open.map(({ stream, severity, title }) => ({
    value: stream,
    label: `${stream} · ${severity} · ${title}`,
  }));
  return renderForm(timelineEntryForm, {
    title: "Add to timeline",
    submit: "Add",
    carried: short,
    blocks: [
      choiceField({ id: "incident", label: "Of which incident", choices, initial: choices[0]?.value }),
      context(`“${shorten(escapeText(message.text), 300)}”`),
    ],
  });
}

/** Reads the form. */
export function parseTimelineEntry({
  fields,
  carried,
}: FormRequest<CarriedMessage>): CarriedMessage & { incident: string } {
  return { ...carried, incident: textOf(fields, "incident") };
}
