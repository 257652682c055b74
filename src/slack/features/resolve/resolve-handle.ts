import type { Incident } from "../../../incident/state.ts";
import { evidenceOf } from "../../../service/incident-triage.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { inBackground } from "../../requests/answer/in-background.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { type Reply, refuse, show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Feature, onSubmit, type Verb } from "../../requests/feature.ts";
import type { FormRequest, Request } from "../../requests/request.ts";
import { renderAfterResolve } from "../postmortem/postmortem-render.ts";
import { parseOneText, renderOneText, reopenForm } from "../update/details-form.ts";
import { parseResolve, type ResolveCarried, renderResolve, resolveForm } from "./resolve-form.ts";

const resolve: Verb = {
  usage: "resolve [what mended it]",
  summary: "Runs triage once more and asks what mended it.",
  group: "In an incident",
  synonyms: ["close", "done", "end", "fixed", "finish"],
  about: "incident",
  async run({ stream, incident, rest }, request, desk) {
    if (incident.resolved) return changeIncident(stream, { type: "resolve", resolution: "" }, request, desk);
    const typed = await desk.readable(rest);
    const { by, receipt } = request;
    const channel = incident.channel?.id ?? request.channel ?? by.id;
    // The form shows what comes out; the channel need not hear of it.
    const viewer = { channel, by, incident: stream, quiet: true } as const;
    // What the incident knows is from before it was mended: a run of a moment ago must not be shared here.
    const after = incident.evidence?.stream;
    const opened = await desk.runs.open({ viewer, ...(after && { after }), request: { by, receipt } });
    const view = renderResolve(withResolution(incident, typed), opened.stream, opened.run);
    const reply = await openForm(request, view, `resolve ${stream} ${rest}`.trim(), desk);
    if (reply.kind === "opened" && reply.viewId)
      inBackground(showTriage(reply.viewId, { stream, triage: opened.stream, typed }, desk), desk);
    return reply;
  },
};

/** An incident as its form begins: with the resolution that was typed behind the verb. */
function withResolution(incident: Incident, typed: string): Incident {
  return typed ? { ...incident, resolution: typed } : incident;
}

/** Shows the outcome of triage in the open form; what was typed stays. Rejects where the form is closed. */
async function showTriage(
  viewId: string,
  { stream, triage, typed }: { stream: string; triage: string; typed: string },
  desk: Desk,
): Promise<void> {
  const run = await desk.runs.ended(triage);
  const view = renderResolve(withResolution(await desk.incidents.load(stream), typed), triage, run);
  await desk.web.interactive("views.update", { view_id: viewId, view });
}

async function submit(request: FormRequest<ResolveCarried>, desk: Desk): Promise<Reply> {
  const { incident: stream, triage, command, wasAsked } = parseResolve(request);
  const { by, receipt } = request;
  const run = await desk.runs.load(triage);
  const evidence = evidenceOf(triage, run);
  const may = await desk.permissions.may(by);
  const handled = await desk.incidents.change(
    stream,
    { ...command, ...(evidence && { evidence }) },
    { by, receipt },
    may,
  );
  if (handled.outcome !== "refused") return show(renderAfterResolve(stream));
  const { code, message } = handled.refusal;
  if (code !== "still_failing" && code !== "not_tested") return refuse(message, { field: "resolution" });
  if (wasAsked) return refuse(message, { field: "anyway" });
  const { resolution, rootCause = "", prevention = "" } = command;
  const typed = { ...handled.state, resolution, rootCause, prevention };
  return { kind: "next", view: renderResolve(typed, triage, run, message) };
}

const reopen: Verb = {
  usage: "reopen why",
  summary: "Takes a resolved incident up again.",
  group: "Afterwards",
  about: "incident",
  async run({ stream, rest, incident }, request, desk) {
    if (rest || !incident.resolved) return takeUpAgain(stream, await desk.readable(rest), request, desk);
    const shown = { title: `Reopen ${stream}`, label: "Why", submit: "Reopen" };
    return openForm(request, renderOneText(reopenForm, stream, shown), `reopen ${stream}`, desk);
  },
};

function takeUpAgain(stream: string, reason: string, request: Request, desk: Desk): Promise<Reply> {
  return changeIncident(stream, { type: "reopen", reason }, request, desk);
}

const archive: Verb = {
  usage: "archive",
  summary: "Puts the channel of a resolved incident away.",
  group: "Afterwards",
  about: "incident",
  run: ({ stream }, request, desk) => changeIncident(stream, { type: "archive" }, request, desk),
};

/** The end of an incident, its reopening, and putting its channel away. */
export const resolving: Feature = {
  verbs: { resolve, reopen, archive },
  forms: [
    onSubmit(resolveForm, submit),
    onSubmit(reopenForm, (request, desk) => {
      const { incident, text } = parseOneText(request);
      return takeUpAgain(incident, text, request, desk);
    }),
  ],
};
