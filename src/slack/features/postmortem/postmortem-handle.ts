import type { Incident } from "../../../incident/state.ts";
import { dateTime, say, type Words } from "../../../lib/words.ts";
import { balancesSeen } from "../../../postmortem/sections/balances.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { openForm, openUpon } from "../../requests/answer/open-form.ts";
import { done, type Reply, refuse, under } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Feature, onSubmit, type Verb } from "../../requests/feature.ts";
import { onIncidentNamed } from "../../requests/on-incident-named.ts";
import { visible } from "../../requests/people/visible.ts";
import type { FormRequest, Request } from "../../requests/request.ts";
import { type CreditsCarried, creditsForm, parseCredits, renderCredits } from "./credits-form.ts";
import { draftOf, draftView, refreshDraft } from "./draft.ts";
import { postmortemActions } from "./postmortem-render.ts";
import { parseSection, renderSection, type SectionCarried, sectionForm } from "./postmortem-section-form.ts";
import { publish, sendFile, sendPacket } from "./publish-handle.ts";

const postmortem: Verb = {
  usage: "postmortem [INC-12]",
  summary: "Shows the postmortem the record has filled in, to edit and publish.",
  group: "Afterwards",
  about: "incident",
  run: async ({ stream }, request, desk) =>
    openForm(request, await draftView(stream, desk), `postmortem ${stream}`, desk),
};

const credits: Verb = {
  usage: "credits [INC-12]",
  summary: "Reckons the credits an incident cost.",
  group: "Afterwards",
  about: "incident",
  run: ({ stream, incident }, request, desk) => openCredits(stream, incident, request, desk),
};

async function openCredits(
  stream: string,
  incident: Incident,
  request: Request & { viewId?: string },
  desk: Desk,
): Promise<Reply> {
  const view = renderCredits(incident, balancesSeen(await desk.incidents.events(stream)), request.viewId);
  return request.viewId ? openUpon(request, view, desk) : openForm(request, view, `credits ${stream}`, desk);
}

async function saveCredits(request: FormRequest<CreditsCarried>, desk: Desk): Promise<Reply> {
  const { incident: stream, parent, ...read } = parseCredits(request);
  if ("errors" in read) return { kind: "invalid", errors: read.errors };
  const command = { type: "edit_details", details: {}, creditsLost: read.creditsLost } as const;
  const saved = await changeIncident(stream, command, request, desk);
  if (saved.kind === "refused") return under("kind", saved);
  refreshDraft(parent, stream, desk);
  return done;
}

const editSection = onIncidentNamed(async ({ stream, rest: id }, request, desk) => {
  const section = (await draftOf(stream, desk)).sections.find((other) => other.id === id);
  if (!section) return done;
  return openUpon(request, renderSection(stream, section, request.viewId ?? ""), desk);
});

async function saveSection(request: FormRequest<SectionCarried>, desk: Desk): Promise<Reply> {
  const { incident: stream, section, text, editedAt, parent } = parseSection(request);
  const found = await visible(stream, request.by, desk);
  if (!found || text === undefined) return done;
  const last = found.incident.postmortem[section];
  if ((last?.at ?? null) !== editedAt) return refuse(changedMeanwhile(last), { field: "text_0" });
  const edited = await changeIncident(stream, { type: "edit_postmortem", section, text }, request, desk);
  if (edited.kind === "refused") return under("text_0", edited);
  refreshDraft(parent, stream, desk);
  return done;
}

function changedMeanwhile(last: Incident["postmortem"][string] | undefined): Words {
  const who = last ? say`${last.by} edited this section, ${dateTime(last.at)}` : "This section was set back";
  return say`${who}, after you opened it. Keep a copy of your text, close this form and open it again.`;
}

/** The postmortem: its draft, each section written by hand, credits lost, publishing, and the file to keep. */
export const afterwards: Feature = {
  verbs: { postmortem, credits },
  actions: {
    [postmortemActions.edit]: editSection,
    [postmortemActions.credits]: onIncidentNamed(({ stream, incident }, request, desk) =>
      openCredits(stream, incident, request, desk),
    ),
    [postmortemActions.publish]: publish,
    [postmortemActions.file]: sendFile,
    [postmortemActions.support]: sendPacket,
  },
  forms: [onSubmit(sectionForm, saveSection), onSubmit(creditsForm, saveCredits)],
};
