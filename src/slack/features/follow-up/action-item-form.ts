import type { ModalView } from "@slack/types";
import { z } from "zod";
import type { Instant } from "../../../lib/time.ts";
import { toInstant } from "../../../lib/time.ts";
import { momentField, personField, textField, textOf } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form; it carries the item it changes, and the view it lies upon, where there is one. */
export const actionItemForm = {
  id: "action_item",
  carries: z.object({
    incident: z.string(),
    item: z.string().exactOptional(),
    parent: z.string().exactOptional(),
  }),
};
export type ActionItemCarried = z.output<typeof actionItemForm.carries>;

/** The form to add something that is to be done afterwards, or to change the item named. */
export function renderActionItem(known: {
  incident: string;
  item?: string;
  parent?: string | undefined;
  text?: string;
  ownerId?: string | undefined;
  dueAt?: Instant | undefined;
}): ModalView {
  const { incident, item, parent, text, ownerId, dueAt } = known;
  return renderForm(actionItemForm, {
    title: `To do after ${incident}`,
    submit: item ? "Save" : "Add",
    carried: { incident, ...(item && { item }), ...(parent && { parent }) },
    blocks: [
      textField({ id: "text", label: "What is to be done", initial: text, multiline: true }),
      personField({ id: "owner", label: "Who does it", optional: true, initial: ownerId }),
      momentField({
        id: "due",
        label: "Until when",
        hint: "The owner is reminded then.",
        optional: true,
        initial: dueAt === undefined ? undefined : Math.floor(Date.parse(dueAt) / 1000),
      }),
    ],
  });
}

/** Reads the form. */
export function parseActionItem({ fields, carried }: FormRequest<ActionItemCarried>): ActionItemCarried & {
  text: string;
  ownerId: string;
  dueAt?: Instant;
} {
  const due = Number(textOf(fields, "due"));
  return {
    ...carried,
    text: textOf(fields, "text"),
    ownerId: textOf(fields, "owner"),
    ...(due > 0 && { dueAt: toInstant(due * 1000) }),
  };
}
