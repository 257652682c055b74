import type { ModalView } from "@slack/types";
import { z } from "zod";
import { fingerprintOf } from "../../../lib/fingerprint.ts";
import { type Section, sectionText } from "../../../postmortem/sections/section.ts";
import { isTicked, textField, tickField } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import { context } from "../../blocks/mrkdwn.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form; it carries what is edited, how it was cut, and how it stood when the form was opened. */
export const sectionForm = {
  id: "postmortem_section",
  carries: z.object({
    incident: z.string(),
    section: z.string(),
    /** What stood between two fields. */
    joints: z.array(z.string()),
    before: z.string(),
    /** When it was last edited by hand; null: never. */
    editedAt: z.string().nullable(),
    /** The view this form lies upon. */
    parent: z.string(),
  }),
};
export type SectionCarried = z.output<typeof sectionForm.carries>;

/** A field takes 3,000 characters; less is put in, so that something can be added. */
const perField = 2800;

/** Beyond this the record takes no text; with what is added to it, the fields do not hold more either. */
const editableAtMost = 11_500;

/** The form to write a section by hand. Long text is spread over several fields, one below the other. */
export function renderSection(incident: string, section: Section, parent: string): ModalView {
  const text = sectionText(section);
  const fits = text.length <= editableAtMost;
  const { parts, joints } = cut(fits ? text : "", perField);
  const carried: SectionCarried = {
    incident,
    section: section.id,
    joints,
    before: fingerprint(fits ? text : ""),
    editedAt: section.edited?.at ?? null,
    parent,
  };
  return renderForm(sectionForm, {
    title: section.title,
    submit: "Save",
    carried,
    blocks: [
      ...(fits ? [] : [context(tooLong(text.length))]),
      ...parts.map((part, i) => field(i, i === 0 ? section.title : "…", part)),
      field(parts.length, "Goes on, where the fields above are full", ""),
      ...(section.edited ? [reset] : []),
    ],
  });
}

function field(i: number, label: string, initial: string) {
  const hint =
    i === 0 ? "An empty line starts a paragraph; a line that begins with “-” is a point." : undefined;
  return textField({
    id: `text_${i}`,
    label,
    initial,
    multiline: true,
    optional: true,
    ...(hint && { hint }),
  });
}

const reset = tickField({
  id: "reset",
  label: "Written by hand",
  choices: [{ value: "reset", label: "Go back to what the record says" }],
});

function tooLong(length: number): string {
  return (
    `What the record says here has ${length.toLocaleString("en-US")} characters, too many to edit in Slack. ` +
    "What you write takes its place; leave it empty to keep it."
  );
}

/** Reads the form. `text` is null for going back to the record, undefined when nothing was changed. */
export function parseSection({ fields, carried: known }: FormRequest<SectionCarried>): SectionCarried & {
  text: string | null | undefined;
} {
  const parts = Object.entries(fields).flatMap(([id, value]) =>
    id.startsWith("text_") && typeof value === "string" ? [{ at: Number(id.slice(5)), value }] : [],
  );
  const text = join(
    parts.sort((a, b) => a.at - b.at).map(({ value }) => value),
    known.joints,
  );
  if (isTicked(fields, "reset", "reset") || (text === "" && known.editedAt)) return { ...known, text: null };
  return { ...known, text: fingerprint(text) === known.before ? undefined : text };
}

/** Slack changes white space at the ends of a field. */
function fingerprint(text: string): string {
  return fingerprintOf(text.replace(/\s+/g, " ").trim());
}

/** Cuts text at line ends, else at spaces, else between characters; `joints` is what stood at each cut. */
export function cut(text: string, limit: number): { parts: string[]; joints: string[] } {
  const parts: string[] = [];
  const joints: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const window = rest.slice(0, limit);
    const joint = ["\n", " "].find((candidate) => window.lastIndexOf(candidate) > limit / 2) ?? "";
    const at = joint ? window.lastIndexOf(joint) : safeEnd(window);
    parts.push(rest.slice(0, at));
    joints.push(joint);
    rest = rest.slice(at + joint.length);
  }
  return { parts: [...parts, rest], joints };
}

/** Half of a character is no text. */
function safeEnd(window: string): number {
  return /[\uD800-\uDBFF]$/.test(window) ? window.length - 1 : window.length;
}

function join(parts: string[], joints: string[]): string {
  const whole = parts.reduce((text, part, i) => {
    if (part === "") return text;
    return text === "" ? part : `${text}${joints[i - 1] ?? "\n"}${part}`;
  }, "");
  return whole.trim();
}
