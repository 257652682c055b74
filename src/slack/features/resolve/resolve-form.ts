import type { KnownBlock, ModalView } from "@slack/types";
import { z } from "zod";
import type { Resolve } from "../../../incident/commands.ts";
import { likelyCause } from "../../../incident/evidence/likely-cause.ts";
import { testedBefore, untestedFaults } from "../../../incident/evidence/untested.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import type { TriageRun } from "../../../incident/triage-run/state.ts";
import { probesDone } from "../../../incident/triage-run/state.ts";
import type { Words } from "../../../lib/words.ts";
import { evidenceOf } from "../../../service/incident-triage.ts";
import { spokenName } from "../../../telling/wording.ts";
import { isTicked, textField, textOf, tickField } from "../../blocks/elements.ts";
import { renderForm } from "../../blocks/form.ts";
import { mrkdwn, section } from "../../blocks/mrkdwn.ts";
import type { FormRequest } from "../../requests/request.ts";

/** The form; it carries the triage run that says whether it works again. */
export const resolveForm = {
  id: "resolve",
  carries: z.object({ incident: z.string(), triage: z.string() }),
};
export type ResolveCarried = z.output<typeof resolveForm.carries>;

/**
 * The form to resolve an incident, with the triage run that is made for it as far as it has come. `refused` says why
 * it was not resolved when it was sent before.
 */
export function renderResolve(
  incident: Incident,
  triage: string,
  run: TriageRun,
  refused?: Words,
): ModalView {
  const guess = incident.rootCause ? "" : likelyCause(incident);
  return renderForm(resolveForm, {
    title: `Resolve ${spokenName(incident)}`,
    submit: "Resolve",
    carried: { incident: incidentName(incident.number), triage },
    blocks: [
      ...(refused ? [section(`⛔ *Not resolved.* ${mrkdwn(refused)}`)] : []),
      section(triageLine(triage, run, incident)),
      ...onPurpose(triage, run, incident, refused !== undefined),
      textField({
        id: "resolution",
        label: "Resolution",
        hint: "The steps that mended it.",
        initial: incident.resolution,
        multiline: true,
      }),
      textField({
        id: "root_cause",
        label: "Root cause",
        hint: guess ? "The decision tree's guess: put it right if you know better." : "It may follow.",
        initial: incident.rootCause || guess,
        multiline: true,
        optional: true,
      }),
      textField({
        id: "prevention",
        label: "Prevention",
        hint: "What keeps it from happening again. It may follow.",
        initial: incident.prevention,
        multiline: true,
        optional: true,
      }),
    ],
  });
}

/** What does not work, or is not known to, is closed by somebody who says so. */
function onPurpose(triage: string, run: TriageRun, incident: Incident, wasRefused: boolean): KnownBlock[] {
  const fails = run.diagnosis?.outcome === "failing";
  const isKnown = hasEnded(run) || wasRefused;
  if (!fails && (!isKnown || untestedFaults(incident, evidenceOf(triage, run)).length === 0)) return [];
  const [label, why] = fails
    ? ["Triage still fails", "I know better than triage"]
    : ["Not everything was tested", "I know that it works"];
  const choices = [{ value: "anyway", label: `Resolve anyway: ${why}` }];
  return [tickField({ id: "anyway", label, choices })];
}

function hasEnded({ status }: TriageRun): boolean {
  return status === "finished" || status === "interrupted";
}

function triageLine(triage: string, run: TriageRun, incident: Incident): string {
  if (!hasEnded(run))
    return `⏳ *Triage is checking whether it works again* (${probesDone(run)} of ${run.probes.length} done)`;
  const untested = untestedFaults(incident, evidenceOf(triage, run)).map(({ words }) => mrkdwn(words));
  if (!run.diagnosis)
    return ["❔ *Triage was interrupted*, so it is not known whether it works again.", ...untested].join(
      "\n",
    );
  const { outcome, verdict } = run.diagnosis;
  const mark = {
    healthy: untested.length > 0 ? "❔" : "✅",
    degraded: "⚠️",
    failing: "❌",
    inconclusive: "❔",
  }[outcome];
  const before = testedBefore(incident, evidenceOf(triage, run));
  const others = [...untested, ...(before ? [mrkdwn(before)] : [])];
  return [`${mark} *Triage just now:* ${mrkdwn(verdict)}`, ...others].join("\n");
}

/** Reads the form as the resolution it asks for. `wasAsked`: it could be sent with "Resolve anyway". */
export function parseResolve({
  fields,
  carried,
}: FormRequest<ResolveCarried>): ResolveCarried & { command: Resolve; wasAsked: boolean } {
  const rootCause = textOf(fields, "root_cause");
  const prevention = textOf(fields, "prevention");
  return {
    ...carried,
    wasAsked: Object.hasOwn(fields, "anyway"),
    command: {
      type: "resolve",
      resolution: textOf(fields, "resolution"),
      despiteFailing: isTicked(fields, "anyway", "anyway"),
      ...(rootCause && { rootCause }),
      ...(prevention && { prevention }),
    },
  };
}
