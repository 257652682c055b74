import { firstWord } from "../../../lib/first-word.ts";
import { say } from "../../../lib/words.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refuse, tell } from "../../requests/answer/reply.ts";
import { type Feature, onSubmit, type Verb } from "../../requests/feature.ts";
import { unescapeText } from "../../requests/receive/readable.ts";
import { leadingSeverity } from "./choices.ts";
import {
  detailsForm,
  noteForm,
  parseDetails,
  parseOneText,
  parseSeverityForm,
  renderDetails,
  renderOneText,
  renderSeverity,
  severityForm,
} from "./details-form.ts";
import { parseUpdate, renderUpdate, updateForm } from "./update-form.ts";

const update: Verb = {
  usage: "update [what changed]",
  summary: "Tells how it goes on: status, what changed, action taken, next update.",
  group: "In an incident",
  about: "incident",
  async run({ stream, incident, rest }, request, desk) {
    if (incident.resolved) return changeIncident(stream, { type: "update" }, request, desk);
    const text = await desk.readable(rest);
    return openForm(request, renderUpdate(incident, text), `update ${stream} ${rest}`.trim(), desk);
  },
};

const lead: Verb = {
  usage: "lead [@user]",
  summary: "Says who leads; without a name it is you.",
  group: "In an incident",
  synonyms: ["assign", "own", "take"],
  about: "incident",
  async run({ stream, rest }, request, desk) {
    const { people } = desk;
    const [, id] = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(rest) ?? [];
    if (!/^(me|i|myself)?$/i.test(firstWord(rest).word) && !id) {
      const typed = await desk.readable(rest);
      return refuse(
        `I do not know “${typed}”. Name the lead as a mention: lead @user. Without a name, or with “me”, it is you.`,
      );
    }
    const person = id ? await people.find(id) : request.by;
    if (!person)
      return refuse(
        "I cannot see who that is just now, so they cannot lead. Name somebody else, or try again in a minute. Nothing was changed.",
      );
    // Whoever may not act could not lead, and nobody would be called any more.
    if (id && "refused" in (await people.admit(id, undefined)))
      return refuse(
        say`${person} cannot lead: only people who may run incidents here can. Nothing was changed.`,
      );
    return changeIncident(
      stream,
      { type: "take_lead", person, ...(id && { handover: true }) },
      request,
      desk,
    );
  },
};

const severity: Verb = {
  usage: "severity P1–P4 [why]",
  summary: "Changes the severity.",
  group: "In an incident",
  about: "incident",
  async run({ stream, incident, rest }, request, desk) {
    const { severity: to, word, rest: reason } = leadingSeverity(rest);
    if (to) {
      const why = await desk.readable(reason);
      const command = { type: "change_severity", to, ...(why && { reason: why }) } as const;
      return changeIncident(stream, command, request, desk);
    }
    if (word) return refuse(`“${unescapeText(word)}” is no severity. There are P1, P2, P3 and P4.`);
    return openForm(request, renderSeverity(incident, desk.runbook), `severity ${stream}`, desk);
  },
};

const note: Verb = {
  usage: "note text",
  summary: "Writes a note into the timeline.",
  group: "In an incident",
  about: "incident",
  async run({ stream, rest }, request, desk) {
    const text = await desk.readable(rest);
    if (text) {
      const noted = tell(say`Noted in the timeline of ${stream}.`);
      return changeIncident(stream, { type: "note", text }, request, desk, noted);
    }
    const shown = { title: `Note on ${stream}`, label: "Note", submit: "Save" };
    return openForm(request, renderOneText(noteForm, stream, shown), `note ${stream}`, desk);
  },
};

const edit: Verb = {
  usage: "edit",
  summary: "Puts title, impact, affected, root cause, resolution or prevention right.",
  group: "In an incident",
  about: "incident",
  run: ({ stream, incident }, request, desk) =>
    openForm(request, renderDetails(incident), `edit ${stream}`, desk),
};

/** What happens while an incident is open: updates, severity, lead, notes, corrected details. */
export const progress: Feature = {
  verbs: { update, lead, severity, note, edit },
  forms: [
    onSubmit(updateForm, (request, desk) => {
      const { incident, command } = parseUpdate(request, desk.clock.now());
      return changeIncident(incident, command, request, desk);
    }),
    onSubmit(severityForm, (request, desk) => {
      const { incident, to, reason } = parseSeverityForm(request);
      const command = { type: "change_severity", to, ...(reason && { reason }) } as const;
      return changeIncident(incident, command, request, desk);
    }),
    onSubmit(noteForm, (request, desk) => {
      const { incident, text } = parseOneText(request);
      return changeIncident(incident, { type: "note", text }, request, desk);
    }),
    onSubmit(detailsForm, (request, desk) => {
      const { incident, details } = parseDetails(request);
      return changeIncident(incident, { type: "edit_details", details }, request, desk);
    }),
  ],
};
