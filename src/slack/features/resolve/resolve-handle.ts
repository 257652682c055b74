import { plainText } from "../../../lib/words.ts";
import { evidenceOf } from "../../../service/incident-triage.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { readable } from "../../requests/receive/readable.ts";
import type { FormRequest, Reply, Request, VerbRequest } from "../../requests/request.ts";
import type { Found } from "../look/which-incident-handle.ts";
import { renderAfterResolve } from "../postmortem/postmortem-render.ts";
import { parseOneText, renderOneText, reopenForm } from "../update/details-form.ts";
import { parseResolve, renderResolve, resolveForm } from "./resolve-form.ts";

/** The end of an incident, its reopening, and putting its channel away. */
export function resolveHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, runs, web, log } = desk;
  const onIncident = createOnIncident(desk);

  async function resolve({ stream, incident }: Found, request: VerbRequest): Promise<Reply> {
    if (incident.resolved) {
      return refusalOf(await incidents.change(stream, { type: "resolve", resolution: "" }, request));
    }
    const { by, receipt } = request;
    const channel = incident.channel?.id ?? request.channel ?? by.id;
    // The form shows what comes out; the channel need not hear of it.
    const viewer = { channel, by, incident: stream, quiet: true } as const;
    // What the incident knows is from before it was mended: a run of a moment ago must not be shared here.
    const after = incident.evidence?.stream;
    const opened = await runs.open({ viewer, ...(after && { after }), request: { by, receipt } });
    const view = renderResolve(incident, opened.stream, opened.run);
    const { viewId, ...reply } = await openForm(web, request, view, `resolve ${stream}`);
    if (viewId)
      showTriage(viewId, stream, opened.stream).catch((err) => log.info({ err }, "the form is closed"));
    return reply;
  }

  /** Shows the outcome of triage in the open form; what was typed stays. */
  async function showTriage(viewId: string, stream: string, triage: string): Promise<void> {
    const run = await runs.ended(triage);
    const incident = await incidents.load(stream);
    await web.interactive("views.update", { view_id: viewId, view: renderResolve(incident, triage, run) });
  }

  async function submit(request: FormRequest): Promise<Reply> {
    const { incident: stream, triage, command, wasAsked } = parseResolve(request);
    const { by, receipt } = request;
    const run = await runs.load(triage);
    const evidence = evidenceOf(triage, run);
    const may = await desk.permissions.may(by);
    const handled = await incidents.change(
      stream,
      { ...command, ...(evidence && { evidence }) },
      { by, receipt },
      may,
    );
    if (handled.outcome !== "refused") return { say: renderAfterResolve(stream) };
    const { code, message } = handled.refusal;
    const text = plainText(message);
    if (code !== "still_failing" && code !== "not_tested") return { errors: { resolution: text } };
    if (wasAsked) return { errors: { anyway: text } };
    const { resolution, rootCause = "", prevention = "" } = command;
    const typed = { ...handled.state, resolution, rootCause, prevention };
    return { next: renderResolve(typed, triage, run, message) };
  }

  async function askWhy({ stream, rest, incident }: Found, request: VerbRequest): Promise<Reply> {
    if (rest || !incident.resolved) return reopen(stream, await readable(rest, desk.people.nameOf), request);
    const view = renderOneText(stream, {
      id: reopenForm,
      title: `Reopen ${stream}`,
      label: "Why",
      submit: "Reopen",
    });
    return openForm(web, request, view, `reopen ${stream}`);
  }

  async function reopen(stream: string, reason: string, { by, receipt }: Request): Promise<Reply> {
    return refusalOf(await incidents.change(stream, { type: "reopen", reason }, { by, receipt }));
  }

  return {
    verbs: {
      resolve: {
        usage: "resolve",
        summary: "Runs triage once more and asks what mended it.",
        run: onIncident("resolve", resolve),
      },
      reopen: {
        usage: "reopen why",
        summary: "Takes a resolved incident up again.",
        run: onIncident("reopen", askWhy),
      },
      archive: {
        usage: "archive",
        summary: "Puts the channel of a resolved incident away.",
        run: onIncident("archive", async ({ stream }, request) =>
          refusalOf(await incidents.change(stream, { type: "archive" }, request)),
        ),
      },
    },
    forms: {
      [resolveForm]: submit,
      [reopenForm]: async (request) => {
        const { incident, text } = parseOneText(request);
        return reopen(incident, text, request);
      },
    },
  };
}
