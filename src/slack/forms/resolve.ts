import type { ModalView } from "@slack/types";
import type { Resolve } from "../../incident/commands.ts";
import type { Diagnosis } from "../../incident/evidence.ts";
import { type Incident, incidentName } from "../../incident/state.ts";
import type { TriageRun } from "../../incident/triage-run/state.ts";
import { probesDone } from "../../incident/triage-run/state.ts";
import { sentence } from "../../incident/wording.ts";
import { say, time, type Words } from "../../lib/words.ts";
import type { FormRequest } from "../inbound/request.ts";
import { mrkdwn, section } from "../render/mrkdwn.ts";
import { form, isTicked, textField, textOf, tickField } from "./elements.ts";

/** The form's callback id. */
export const resolveForm = "resolve";

/** What the form carries along: the incident, and the triage run that says whether it works again. */
export type ResolveCarried = { incident: string; triage: string };

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
  const carried: ResolveCarried = { incident: incidentName(incident.number), triage };
  return form({
    id: resolveForm,
    title: `Resolve ${incidentName(incident.number)}`,
    submit: "Resolve",
    carried,
    blocks: [
      ...(refused ? [section(`⛔ *Not resolved.* ${mrkdwn(refused)}`)] : []),
      section(triageLine(run, incident)),
      ...(stillFails(run)
        ? [
            tickField({
              id: "anyway",
              label: "Triage still fails",
              choices: [{ value: "anyway", label: "Resolve anyway: I know better than triage" }],
            }),
          ]
        : []),
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
        hint: "It may follow.",
        initial: incident.rootCause,
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

/** Tells whether a run ended with something failing. */
export function stillFails(run: TriageRun): boolean {
  return run.diagnosis?.outcome === "failing";
}

function triageLine(run: TriageRun, incident: Incident): string {
  if (run.status === "interrupted")
    return "❔ *Triage was interrupted*, so it is not known whether it works again.";
  if (!run.diagnosis)
    return `⏳ *Triage is checking whether it works again* (${probesDone(run)} of ${run.probes.length} done)`;
  const { outcome, verdict } = run.diagnosis;
  const unseen = lastSeenWrong(run.diagnosis, incident);
  const mark = { healthy: unseen.length > 0 ? "❔" : "✅", degraded: "⚠️", failing: "❌", unknown: "❔" }[
    outcome
  ];
  return [`${mark} *Triage just now:* ${mrkdwn(verdict)}`, ...unseen].join("\n");
}

/** What was wrong when triage last looked, and was not looked at this time: no all-clear for that. */
function lastSeenWrong({ answers }: Diagnosis, incident: Incident): string[] {
  return Object.entries(incident.answers)
    .filter(([key, { answer }]) => answer === "no" && !Object.hasOwn(answers, key))
    .map(([, { at, because }]) =>
      mrkdwn(say`Not tested this time, and at ${time(at)}: ${sentence(because)} Test it before you resolve.`),
    );
}

/** Reads the form as the resolution it asks for. `wasAsked`: it could be sent with "Resolve anyway". */
export function parseResolve({
  fields,
  carried,
}: FormRequest): ResolveCarried & { command: Resolve; wasAsked: boolean } {
  const rootCause = textOf(fields, "root_cause");
  const prevention = textOf(fields, "prevention");
  return {
    ...(JSON.parse(carried) as ResolveCarried),
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
