import type { ModalView } from "@slack/types";
import { z } from "zod";
import type { Update } from "../../../incident/commands.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { addMinutes, type Instant } from "../../../lib/time.ts";
import { spokenName } from "../../../telling/wording.ts";
import { currentLeaf } from "../../../walk/walk-state.ts";
import { choiceField, textField, textOf } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import type { FormRequest } from "../../requests/request.ts";
import { nextUpdateChoices } from "./choices.ts";

/** The form; it carries the status it shows, unless that would be a new one. */
export const updateForm = {
  id: "update",
  carries: z.object({ incident: z.string(), status: z.string().optional() }),
};

/** The form to tell how an incident goes on, with what was typed of it. */
export function renderUpdate(incident: Incident, text = ""): ModalView {
  const shown = hasBegunToMend(incident) ? "mitigating" : incident.status;
  return renderForm(updateForm, {
    title: `Update ${spokenName(incident)}`,
    submit: "Send update",
    carried: {
      incident: incidentName(incident.number),
      ...(shown === incident.status && { status: shown }),
    },
    blocks: [
      choiceField({
        id: "status",
        label: "Status",
        choices: [
          { value: "investigating", label: "Investigating: looking for the cause" },
          { value: "mitigating", label: "Mitigating: the cause is known, being mended" },
        ],
        initial: shown,
      }),
      textField({
        id: "text",
        label: "What changed",
        hint:
          incident.private || incident.drill
            ? "Goes to the incident's channel."
            : "Goes to the incident's channel and to the announcements.",
        initial: text,
        multiline: true,
      }),
      textField({
        id: "action",
        label: "Action taken",
        hint: "Joins the numbered list of actions.",
        optional: true,
        multiline: true,
      }),
      choiceField({ id: "next", label: "Next update", choices: nextUpdateChoices, initial: "cadence" }),
    ],
  });
}

/** Who ticks a step of a resolution has found the cause, and is mending it. */
function hasBegunToMend({ walk, steps }: Incident): boolean {
  return currentLeaf(walk) !== undefined && Object.values(steps).some(({ action }) => action);
}

/** Reads the form as the update it asks for. A status left as it was shown stays what others made it meanwhile. */
export function parseUpdate(
  { fields, carried }: FormRequest<z.output<typeof updateForm.carries>>,
  now: Instant,
): { incident: string; command: Update } {
  const status = textOf(fields, "status") === "mitigating" ? "mitigating" : "investigating";
  const action = textOf(fields, "action");
  const next = textOf(fields, "next");
  return {
    incident: carried.incident,
    command: {
      type: "update",
      text: textOf(fields, "text"),
      ...(status !== carried.status && { status }),
      ...(action && { action }),
      ...(next === "none" && { nextUpdateAt: null }),
      ...(Number(next) > 0 && { nextUpdateAt: addMinutes(now, Number(next)) }),
    },
  };
}
