import type { ModalView } from "@slack/types";
import type { Instant } from "../../../lib/time.ts";
import { toInstant } from "../../../lib/time.ts";
import { form, momentField, personField, textField, textOf } from "../../blocks/elements.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form's callback id. */
export const actionItemForm = "action_item";

/** What the form carries: the incident, the item it changes, and the view it lies upon, where there is one. */
type Carried = { incident: string; item?: string; parent?: string };

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
  const carried: Carried = { incident, ...(item && { item }), ...(parent && { parent }) };
  return form({
    id: actionItemForm,
    title: `To do after ${incident}`,
    submit: item ? "Save" : "Add",
    carried,
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
export function parseActionItem({ fields, carried }: FormRequest): Carried & {
  text: string;
  ownerId: string;
  dueAt?: Instant;
} {
  const due = Number(textOf(fields, "due"));
  return {
    ...(JSON.parse(carried) as Carried),
    text: textOf(fields, "text"),
    ownerId: textOf(fields, "owner"),
    ...(due > 0 && { dueAt: toInstant(due * 1000) }),
  };
}
