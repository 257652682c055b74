import type { ModalView } from "@slack/types";
import { z } from "zod";
import { type CreditsLost, creditsLostText } from "../../../incident/credits.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { numberWanted, readTypedNumber } from "../../../lib/typed-number.ts";
import { choiceField, numberField, textOf } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import { context } from "../../blocks/mrkdwn.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form; it carries the view it lies upon, where there is one. */
export const creditsForm = {
  id: "credits_lost",
  carries: z.object({ incident: z.string(), parent: z.string().exactOptional() }),
};
export type CreditsCarried = z.output<typeof creditsForm.carries>;

const kinds: Record<CreditsLost["kind"], string> = {
  rows: "Rows × credits per row",
  balances: "Balance before and after",
  stated: "A figure I know",
  unknown: "It is not known",
};

/** Fields by kind, in the order they are shown. */
const fieldsOf = {
  rows: { rows: "Rows that cost credits in vain", creditsPerRow: "Credits per row" },
  balances: { before: "Balance before", after: "Balance after" },
  stated: { credits: "Credits lost" },
  unknown: {},
} as const satisfies Record<CreditsLost["kind"], Record<string, string>>;

/** The form to estimate the credits lost. `seen` is what triage saw of the balance, to start from. */
export function renderCredits(
  incident: Incident,
  seen: (CreditsLost & { kind: "balances" }) | null,
  parent?: string,
): ModalView {
  const known = incident.creditsLost ?? seen;
  return renderForm(creditsForm, {
    title: "Credits lost",
    submit: "Save",
    carried: { incident: incidentName(incident.number), ...(parent && { parent }) },
    blocks: [
      context(
        seen
          ? `Triage saw the balance fall: ${creditsLostText(seen)}. Rows that were enriched all the same are in that figure, too.`
          : "Fill in the fields of the way you choose; the others are not looked at.",
      ),
      choiceField({
        id: "kind",
        label: "How it is reckoned",
        choices: Object.entries(kinds).map(([value, label]) => ({ value, label })),
        initial: known?.kind ?? "rows",
      }),
      ...Object.values(fieldsOf)
        .flatMap((fields) => Object.entries(fields))
        .map(([id, label]) => numberField({ id, label, optional: true, initial: numberIn(known, id) })),
    ],
  });
}

function numberIn(known: CreditsLost | null, id: string): number | undefined {
  const value = known && (known as Record<string, unknown>)[id];
  return typeof value === "number" ? value : undefined;
}

/** Far beyond any plan's credits. */
const highest = 1e12;

/** Reads the form; `errors` by field where a figure is missing or none. */
export function parseCredits({
  fields,
  carried,
}: FormRequest<CreditsCarried>): CreditsCarried &
  ({ creditsLost: CreditsLost } | { errors: Record<string, string> }) {
  const chosen = textOf(fields, "kind");
  const kind = isKind(chosen) ? chosen : "unknown";
  const figures = Object.keys(fieldsOf[kind]).map((id) => [id, figureOf(textOf(fields, id))] as const);
  const errors = figures
    .filter(([, figure]) => figure === null)
    .map(([id]) => [id, whyNone(textOf(fields, id))]);
  if (errors.length > 0) return { ...carried, errors: Object.fromEntries(errors) };
  const creditsLost = { kind, ...Object.fromEntries(figures) } as CreditsLost;
  if (creditsLost.kind === "balances" && creditsLost.after > creditsLost.before)
    return {
      ...carried,
      errors: { after: "More than before: take off what was added to the balance meanwhile." },
    };
  return { ...carried, creditsLost };
}

function isKind(kind: string): kind is CreditsLost["kind"] {
  return Object.hasOwn(kinds, kind);
}

function figureOf(typed: string): number | null {
  const read = readTypedNumber(typed);
  if (!read || !("value" in read) || read.percent) return null;
  return read.value >= 0 && read.value <= highest ? read.value : null;
}

function whyNone(typed: string): string {
  const read = readTypedNumber(typed);
  return read && "readings" in read ? numberWanted(typed) : "A number, 0 or more.";
}
