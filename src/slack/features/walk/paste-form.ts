import type { ModalView } from "@slack/types";
import { form, textField, textOf } from "../../blocks/elements.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form's callback id. */
export const pasteForm = "paste_error";

/** The question the pasted message answers, as it stood when the form was opened. */
export type PasteCarried = { stream: string; revision: number; question: string };

/** The form to paste what a red cell in Clay says. */
export function renderPaste(carried: PasteCarried): ModalView {
  return form({
    id: pasteForm,
    title: "Clay's message",
    submit: "Recognise it",
    carried,
    blocks: [
      textField({
        id: "text",
        label: "What the red cell says",
        hint: "Click the cell in Clay and copy the message, or its code.",
        multiline: true,
      }),
    ],
  });
}

/** Reads the form. */
export function parsePaste({ fields, carried }: FormRequest): PasteCarried & { text: string } {
  return { ...(JSON.parse(carried) as PasteCarried), text: textOf(fields, "text") };
}
