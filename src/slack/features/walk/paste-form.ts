import type { ModalView } from "@slack/types";
import { z } from "zod";
import { textField, textOf } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form; it carries the question the pasted message answers, as it stood when the form was opened. */
export const pasteForm = {
  id: "paste_error",
  carries: z.object({ stream: z.string(), revision: z.number(), question: z.string() }),
};
type PasteCarried = z.output<typeof pasteForm.carries>;

/** The form to paste what a red cell in Clay says. */
export function renderPaste(carried: PasteCarried): ModalView {
  return renderForm(pasteForm, {
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
export function parsePaste({ fields, carried }: FormRequest<PasteCarried>): PasteCarried & { text: string } {
  return { ...carried, text: textOf(fields, "text") };
}
