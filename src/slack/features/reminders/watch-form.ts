import type { ModalView } from "@slack/types";
import { z } from "zod";
import type { StartWatch } from "../../../incident/commands.ts";
import { figureSources, type WatchGoal } from "../../../incident/events.ts";
import { figureKind } from "../../../incident/figure-kind.ts";
import type { Watch } from "../../../incident/state.ts";
import { numberWanted, readTypedNumber } from "../../../lib/typed-number.ts";
import { type Choice, choiceField, numberField, textField, textOf } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import type { FormRequest } from "../../requests/request.ts";

const carries = z.object({ incident: z.string() });
type Carried = z.output<typeof carries>;

/** The forms to have a figure watched, and to enter one. */
export const watchForm = { id: "watch", carries };
export const figureForm = { id: "figure", carries };

const rhythms: Choice[] = [5, 10, 15, 30, 60].map((minutes) => ({
  value: String(minutes),
  label: minutes === 60 ? "Every hour" : `Every ${minutes} minutes`,
}));

const lengths: Choice[] = [1, 2, 4, 8, 24].map((hours) => ({
  value: String(hours * 60),
  label: hours === 1 ? "For one hour" : `For ${hours} hours`,
}));

const byPerson = "person";
const sources: Choice[] = [
  { value: byPerson, label: "A person enters it when asked" },
  ...figureSources.map((source) => ({ value: source, label: `Triage reads it: ${source} left` })),
];

const goals: Choice[] = [
  { value: "atLeast", label: "At least" },
  { value: "atMost", label: "At most" },
];

/** What is known of a watch before the form is filled in. */
export type WatchKnown = Partial<Omit<StartWatch, "type">>;

/** The form to have a figure watched, filled in with what the checklist proposes. */
export function renderWatch(stream: string, known: WatchKnown): ModalView {
  const { goal } = known;
  return renderForm(watchForm, {
    title: `Watch in ${stream}`,
    submit: "Start watching",
    carried: { incident: stream },
    blocks: [
      textField({ id: "what", label: "Which figure", initial: known.what, placeholder: "Hit rate" }),
      textField({ id: "unit", label: "Unit", initial: known.unit, optional: true, placeholder: "%" }),
      choiceField({ id: "source", label: "Where it comes from", choices: sources, initial: byPerson }),
      choiceField({
        id: "every",
        label: "How often",
        choices: rhythms,
        initial: String(known.everyMinutes ?? 15),
      }),
      choiceField({
        id: "for",
        label: "How long",
        choices: lengths,
        initial: String(known.forMinutes ?? 60),
      }),
      choiceField({
        id: "direction",
        label: "Back to normal when it is",
        choices: goals,
        initial: goal && "atMost" in goal ? "atMost" : "atLeast",
      }),
      numberField({
        id: "goal",
        label: "This figure",
        hint: "Left empty, it is watched until the time is up.",
        optional: true,
        initial: goal && ("atMost" in goal ? goal.atMost : goal.atLeast),
      }),
    ],
  });
}

/** Reads the form as the watch it asks for; `errors` by field where the goal can be read in two ways, or in none. */
export function parseWatch({
  fields,
  carried,
}: FormRequest<Carried>): { incident: string; command: StartWatch } | { errors: Record<string, string> } {
  const typed = textOf(fields, "goal");
  const read = typed === "" ? undefined : readTypedNumber(typed);
  if (typed !== "" && !(read && "value" in read)) return { errors: { goal: numberWanted(typed) } };
  const goal = goalOf(textOf(fields, "direction"), read && "value" in read ? read.value : undefined);
  const source = figureSources.find((known) => known === textOf(fields, "source"));
  return {
    incident: carried.incident,
    command: {
      type: "start_watch",
      what: textOf(fields, "what"),
      unit: textOf(fields, "unit"),
      everyMinutes: Number(textOf(fields, "every")),
      forMinutes: Number(textOf(fields, "for")),
      ...(goal && { goal }),
      ...(source && { source }),
    },
  };
}

function goalOf(direction: string, goal: number | undefined): WatchGoal | undefined {
  if (goal === undefined) return undefined;
  return direction === "atMost" ? { atMost: goal } : { atLeast: goal };
}

/** The form to enter a figure, with what was typed of it: of the watch asked about, or of one to choose. */
export function renderFigure(stream: string, watches: readonly Watch[], typed = ""): ModalView {
  const [first] = watches;
  const read = readTypedNumber(typed);
  const label = watches.length === 1 && first ? first.what : "Figure now";
  const unit = watches.length === 1 && first?.unit ? `In ${first.unit}` : undefined;
  return renderForm(figureForm, {
    title: `Figure for ${stream}`,
    submit: "Save",
    carried: { incident: stream },
    blocks: [
      choiceField({
        id: "watch",
        label: "Of what",
        choices: watches.map(({ watch, what }) => ({ value: watch, label: what })),
        initial: first?.watch,
      }),
      numberField({
        id: "value",
        label,
        negative: watches.some((watch) => figureKind(watch) === "any"),
        ...(unit && { hint: unit }),
        ...(read && "value" in read && { initial: read.value }),
      }),
    ],
  });
}

/** Reads the form. */
export function parseFigure({ fields, carried }: FormRequest<Carried>): {
  incident: string;
  watch: string;
  typed: string;
} {
  return {
    incident: carried.incident,
    watch: textOf(fields, "watch"),
    typed: textOf(fields, "value"),
  };
}
