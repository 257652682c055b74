import type { ModalView } from "@slack/types";
import type { Details } from "../../../incident/events.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { fingerprintOf } from "../../../lib/fingerprint.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import type { Severity } from "../../../runbook/severity.ts";
import { spokenName } from "../../../telling/wording.ts";
import { choiceField, form, textField, textOf } from "../../blocks/elements.ts";
import type { FormRequest } from "../../requests/request.ts";
import { parseSeverity, severityChoices } from "../walk/choices-form.ts";

/** Callback ids of the smaller forms. */
export const detailsForm = "details";
export const severityForm = "severity";
export const reopenForm = "reopen";
export const noteForm = "note";

const labels: Record<keyof Details, string> = {
  title: "What is wrong",
  impact: "Impact",
  affected: "Affected teams and workflows",
  rootCause: "Root cause",
  resolution: "Resolution",
  prevention: "Prevention",
};

/** The form to put the notification's texts right, or to fill in what was left open. */
export function renderDetails(incident: Incident): ModalView {
  return form({
    id: detailsForm,
    title: `Edit ${spokenName(incident)}`,
    submit: "Save",
    carried: { incident: incidentName(incident.number), before: fingerprints(incident) },
    blocks: Object.entries(labels).map(([id, label]) =>
      textField({
        id,
        label,
        initial: incident[id as keyof Details],
        ...(id === "title" ? { maxLength: 150 } : { multiline: true, optional: true }),
      }),
    ),
  });
}

/** Reads the details the person changed; what others changed while the form was open stays theirs. */
export function parseDetails({ fields, carried }: FormRequest): {
  incident: string;
  details: Partial<Details>;
} {
  const { before } = JSON.parse(carried) as { before: Record<string, string> };
  const changed = Object.keys(labels)
    .map((id) => [id, textOf(fields, id)] as const)
    .filter(([id, text]) => fingerprintOf(text) !== before[id]);
  return { incident: carriedIncident(carried), details: Object.fromEntries(changed) };
}

function fingerprints(incident: Incident): Record<string, string> {
  const ids = Object.keys(labels) as (keyof Details)[];
  return Object.fromEntries(ids.map((id) => [id, fingerprintOf(incident[id].trim())]));
}

/** The form to change the severity. */
export function renderSeverity(incident: Incident, runbook: Runbook): ModalView {
  return form({
    id: severityForm,
    title: `Severity of ${spokenName(incident)}`,
    submit: "Change",
    carried: { incident: incidentName(incident.number) },
    blocks: [
      choiceField({
        id: "severity",
        label: "Severity",
        choices: severityChoices(runbook),
        initial: incident.severity,
      }),
      textField({ id: "reason", label: "Why", optional: true }),
    ],
  });
}

/** Reads the severity asked for. */
export function parseSeverityForm({ fields, carried }: FormRequest): {
  incident: string;
  to: Severity;
  reason: string;
} {
  const to = parseSeverity(textOf(fields, "severity")) ?? "P3";
  return { incident: carriedIncident(carried), to, reason: textOf(fields, "reason") };
}

/** A form with one field: why it is open again, or a note. */
export function renderOneText(
  incident: string,
  form_: { id: typeof reopenForm | typeof noteForm; title: string; label: string; submit: string },
): ModalView {
  return form({
    id: form_.id,
    title: form_.title,
    submit: form_.submit,
    carried: { incident },
    blocks: [textField({ id: "text", label: form_.label, multiline: true })],
  });
}

/** Reads a form with one field. */
export function parseOneText({ fields, carried }: FormRequest): { incident: string; text: string } {
  return { incident: carriedIncident(carried), text: textOf(fields, "text") };
}

function carriedIncident(carried: string): string {
  return (JSON.parse(carried) as { incident: string }).incident;
}
