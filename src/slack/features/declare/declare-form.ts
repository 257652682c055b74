import type { KnownBlock, ModalView } from "@slack/types";
import { z } from "zod";
import type { Detection, Origin } from "../../../incident/events.ts";
import { sentence } from "../../../lib/sentence.ts";
import { say, type Words } from "../../../lib/words.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import type { Severity } from "../../../runbook/severity.ts";
import { choiceField, isTicked, momentField, textField, textOf, tickField } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import { mrkdwn, section, shorten } from "../../blocks/mrkdwn.ts";
import type { FormRequest } from "../../requests/request.ts";
import { detectionChoices, parseSeverity, severityChoices } from "../update/choices.ts";
import { quote } from "./origin-render.ts";

/** The action of the form's button to join an incident that is there already. */
export const joinAction = "incident.join";

const person = z.object({ kind: z.literal("person"), id: z.string(), name: z.string() });
const app = z.object({ kind: z.literal("system"), name: z.string() });

const origin = z.object({
  channel: z.string(),
  messageTs: z.string().exactOptional(),
  threadTs: z.string().exactOptional(),
  permalink: z.string().exactOptional(),
  author: z.union([person, app]).exactOptional(),
  text: z.string().exactOptional(),
}) satisfies z.ZodType<Origin>;

/** The form to declare an incident. */
export const declareForm = {
  id: "declare",
  carries: z.object({
    /** Where it was declared. */
    channel: z.string().nullable(),
    origin: origin.exactOptional(),
    /** The triage run it was declared from. */
    triage: z.string().exactOptional(),
    /** The episode it was declared from. */
    episode: z.string().exactOptional(),
    /** The person saw the similar incident and was offered to declare another. */
    shownSimilar: z.string().exactOptional(),
    /** The time of detection the form offered, in seconds since 1970. */
    offeredAt: z.number().exactOptional(),
  }),
};
export type DeclareCarried = z.output<typeof declareForm.carries>;

export type DeclareFields = {
  title: string;
  severity: Severity;
  impact: string;
  affected: string;
  detection: Detection;
  /** Seconds since 1970. */
  detectedAt: number;
  options: string[];
};

/** An open incident that may be about the same thing, as the form shows it. */
export type Similar = {
  stream: string;
  severity?: Severity;
  title: string;
  /** "just now", "3 min ago". */
  when: string;
  /** It is about the same thing, so the person must say that it is something else to declare another. */
  asks: boolean;
};

/** The form to declare an incident, filled in as far as is known. */
export function renderDeclare(
  runbook: Runbook,
  fields: Partial<DeclareFields> & { detectedAt: number; severityHint?: string },
  carried: DeclareCarried,
  similar?: Similar,
): ModalView {
  return renderForm(declareForm, {
    title: "Declare an incident",
    submit: "Declare",
    carried: { offeredAt: fields.detectedAt, ...carried },
    blocks: [
      ...(similar ? similarBlocks(similar, fields.options ?? []) : []),
      ...(carried.origin?.text ? [section(quote(shorten(carried.origin.text, 600)))] : []),
      textField({
        id: "title",
        label: "What is wrong",
        initial: fields.title,
        maxLength: 150,
        placeholder: "New leads are not enriched",
      }),
      choiceField({
        id: "severity",
        label: "Severity",
        choices: severityChoices(runbook),
        initial: fields.severity,
        ...(fields.severityHint && { hint: fields.severityHint }),
      }),
      textField({
        id: "impact",
        label: "Impact",
        hint: "What is not working, as people notice it. It can follow.",
        initial: fields.impact,
        multiline: true,
        optional: true,
      }),
      textField({
        id: "affected",
        label: "Affected teams and workflows",
        initial: fields.affected,
        optional: true,
        placeholder: "SDR team, lead routing",
      }),
      choiceField({
        id: "detection",
        label: "How it came to light",
        choices: detectionChoices,
        initial: fields.detection ?? "manual_check",
      }),
      momentField({ id: "detected_at", label: "Since when", initial: fields.detectedAt }),
      tickField({
        id: "options",
        label: "Options",
        choices: [
          { value: "lead", label: "I am leading" },
          { value: "private", label: "Private: only those invited can see it" },
        ],
        ...(fields.options && { initial: fields.options }),
      }),
    ],
  });
}

function similarBlocks({ stream, severity, title, when, asks }: Similar, ticked: string[]): KnownBlock[] {
  const name = severity ? `${stream} (${severity})` : stream;
  const words: Words = say`${name} was declared ${when}: ${sentence(title)} Join it?`;
  return [
    {
      ...section(`*${mrkdwn(words)}*`),
      accessory: {
        type: "button",
        action_id: joinAction,
        style: "primary",
        text: { type: "plain_text", text: `Join ${stream}` },
        value: stream,
      },
    },
    tickField({
      id: "anyway",
      label: "Or",
      choices: [{ value: "anyway", label: `It is something else than ${stream}` }],
      ...(asks && { hint: `This looks like ${stream}. Join it, or tick this to declare a new incident.` }),
      ...(ticked.includes("anyway") && { initial: ["anyway"] }),
    }),
  ];
}

/** Reads what was filled in. Slack has checked that required fields are there. */
export function parseDeclare({ fields, carried }: FormRequest<DeclareCarried>): {
  fields: DeclareFields;
  carried: DeclareCarried;
} {
  const options = [
    ...["lead", "private"].filter((option) => isTicked(fields, "options", option)),
    ...(isTicked(fields, "anyway", "anyway") ? ["anyway"] : []),
  ];
  return {
    carried,
    fields: {
      title: textOf(fields, "title"),
      severity: parseSeverity(textOf(fields, "severity")) ?? "P3",
      impact: textOf(fields, "impact"),
      affected: textOf(fields, "affected"),
      detection: (textOf(fields, "detection") || "manual_check") as Detection,
      detectedAt: Number(textOf(fields, "detected_at")),
      options,
    },
  };
}
