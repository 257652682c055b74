import type { ModalView } from "@slack/types";
import { z } from "zod";
import type { Details } from "../../../incident/events.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { fingerprintOf } from "../../../lib/fingerprint.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import type { Severity } from "../../../runbook/severity.ts";
import { spokenName } from "../../../telling/wording.ts";
import { choiceField, textField, textOf } from "../../blocks/elements.ts";
import { type Form, renderForm } from "../../blocks/form.ts";
import type { FormRequest } from "../../requests/request.ts";
import { parseSeverity, severityChoices } from "./choices.ts";

const ofIncident = z.object({ incident: z.string() });
type OfIncident = z.output<typeof ofIncident>;

/** The form to correct details; it carries how they stood when it was opened, each as a fingerprint. */
export const detailsForm = {
  id: "details",
  carries: ofIncident.extend({ before: z.record(z.string(), z.string()) }),
};
type DetailsCarried = z.output<typeof detailsForm.carries>;

/** The smaller forms. */
export const severityForm: Form<OfIncident> = { id: "severity", carries: ofIncident };
export const reopenForm: Form<OfIncident> = { id: "reopen", carries: ofIncident };
export const noteForm: Form<OfIncident> = { id: "note", carries: ofIncident };

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
  return renderForm(detailsForm, {
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
export function parseDetails({ fields, carried }: FormRequest<DetailsCarried>): {
  incident: string;
  details: Partial<Details>;
} {
  const changed = Object.keys(labels)
    .map((id) => [id, textOf(fields, id)] as const)
    .filter(([id, text]) => fingerprintOf(text) !== carried.before[id]);
  return { incident: carried.incident, details: Object.fromEntries(changed) };
}

function fingerprints(incident: Incident): Record<string, string> {
  const ids = Object.keys(labels) as (keyof Details)[];
  return Object.fromEntries(ids.map((id) => [id, fingerprintOf(incident[id].trim())]));
}

/** The form to change the severity. */
export function renderSeverity(incident: Incident, runbook: Runbook): ModalView {
  return renderForm(severityForm, {
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
export function parseSeverityForm({ fields, carried }: FormRequest<OfIncident>): {
  incident: string;
  to: Severity;
  reason: string;
} {
  const to = parseSeverity(textOf(fields, "severity")) ?? "P3";
  return { incident: carried.incident, to, reason: textOf(fields, "reason") };
}

/** A form with one field: why it is open again, or a note. */
export function renderOneText(
  form: Form<OfIncident>,
  incident: string,
  { title, label, submit }: { title: string; label: string; submit: string },
): ModalView {
  const blocks = [textField({ id: "text", label, multiline: true })];
  return renderForm(form, { title, submit, carried: { incident }, blocks });
}

/** Reads a form with one field. */
export function parseOneText({ fields, carried }: FormRequest<OfIncident>): {
  incident: string;
  text: string;
} {
  return { incident: carried.incident, text: textOf(fields, "text") };
}
