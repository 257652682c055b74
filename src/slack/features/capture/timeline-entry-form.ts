import type { ModalView } from "@slack/types";
import type { Summary } from "../../../incident/summary.ts";
import { choiceField, form, textOf } from "../../blocks/elements.ts";
import { context, escapeText, shorten } from "../../blocks/mrkdwn.ts";
import type { SlackMessage } from "../../requests/receive/slack-message.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form's callback id. */
export const timelineEntryForm = "add_to_timeline";

/** What a form can carry is limited; a message the bot cannot read again is cut to this. */
const textCarried = 1200;
const filesCarried = 2;

/** The message to be added, as far as a form can carry it. */
export type CarriedMessage = { channel: string; message: SlackMessage };

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
  return form({
    id: timelineEntryForm,
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
export function parseTimelineEntry({ fields, carried }: FormRequest): CarriedMessage & { incident: string } {
  return { ...(JSON.parse(carried) as CarriedMessage), incident: textOf(fields, "incident") };
}
