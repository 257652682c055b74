import type { IncidentCommand } from "../../../incident/commands.ts";
import { say } from "../../../lib/words.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { readable, unescapeText } from "../../requests/receive/readable.ts";
import type { Person, Reply, Request, VerbRequest } from "../../requests/request.ts";
import type { Found } from "../look/which-incident-handle.ts";
import { parseSeverity } from "../walk/choices-form.ts";
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

/** What happens while an incident is open: updates, severity, lead, notes, corrected details. */
export function progressHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, web, runbook, clock, people } = desk;
  const onIncident = createOnIncident(desk);

  async function change(
    stream: string,
    command: IncidentCommand,
    { by, receipt }: Request,
    done?: Reply,
  ): Promise<Reply> {
    const handled = await incidents.change(stream, command, { by, receipt });
    if (handled.outcome === "refused") return refusalOf(handled);
    return handled.events.length > 0 && done ? done : {};
  }

  async function takeLead({ stream, rest }: Found, request: VerbRequest): Promise<Reply> {
    const [, id] = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(rest) ?? [];
    if (rest.trim() && !id) {
      const typed = await readable(rest, people.nameOf);
      return {
        say: plainContent(
          `I do not know “${typed}”. Name the lead as a mention: lead @user. Without a name it is you.`,
        ),
      };
    }
    const person: Person = id ? { kind: "person", id, name: await people.nameOf(id) } : request.by;
    // Whoever may not act could not lead, and nobody would be called any more.
    if (id && "refused" in (await people.admit(id, undefined))) {
      return {
        say: plainContent(
          say`${person} cannot lead: only people who may run incidents here can. Nothing was changed.`,
        ),
      };
    }
    return change(stream, { type: "take_lead", person, ...(id && { handover: true }) }, request);
  }

  async function changeSeverity(found: Found, request: VerbRequest): Promise<Reply> {
    const [first = "", ...reason] = found.rest.split(/\s+/);
    const to = parseSeverity(first);
    if (to) {
      const why = await readable(reason.join(" "), people.nameOf);
      return change(found.stream, { type: "change_severity", to, ...(why && { reason: why }) }, request);
    }
    if (first)
      return { say: plainContent(`“${unescapeText(first)}” is no severity. There are P1, P2, P3 and P4.`) };
    return openForm(web, request, renderSeverity(found.incident, runbook), `severity ${found.stream}`);
  }

  async function note(found: Found, request: VerbRequest): Promise<Reply> {
    const done = { say: plainContent(say`Noted in the timeline of ${found.stream}.`) };
    const text = await readable(found.rest, people.nameOf);
    if (text) return change(found.stream, { type: "note", text }, request, done);
    const view = renderOneText(found.stream, {
      id: noteForm,
      title: `Note on ${found.stream}`,
      label: "Note",
      submit: "Save",
    });
    return openForm(web, request, view, `note ${found.stream}`);
  }

  return {
    verbs: {
      update: {
        usage: "update",
        summary: "Tells how it goes on: status, what changed, action taken, next update.",
        run: onIncident("update", ({ stream, incident }, request) =>
          incident.resolved
            ? change(stream, { type: "update" }, request)
            : openForm(web, request, renderUpdate(incident), `update ${stream}`),
        ),
      },
      severity: {
        usage: "severity P1–P4 [why]",
        summary: "Changes the severity.",
        run: onIncident("severity", changeSeverity),
      },
      lead: {
        usage: "lead [@user]",
        summary: "Says who leads; without a name it is you.",
        run: onIncident("lead", takeLead),
      },
      note: {
        usage: "note text",
        summary: "Writes a note into the timeline.",
        run: onIncident("note", note),
      },
      edit: {
        usage: "edit",
        summary: "Puts title, impact, affected, root cause, resolution or prevention right.",
        run: onIncident("edit", ({ stream, incident }, request) =>
          openForm(web, request, renderDetails(incident), `edit ${stream}`),
        ),
      },
    },
    forms: {
      [updateForm]: async (request) => {
        const { incident, command } = parseUpdate(request, clock.now());
        return change(incident, command, request);
      },
      [severityForm]: async (request) => {
        const { incident, to, reason } = parseSeverityForm(request);
        return change(incident, { type: "change_severity", to, ...(reason && { reason }) }, request);
      },
      [noteForm]: async (request) => {
        const { incident, text } = parseOneText(request);
        return change(incident, { type: "note", text }, request);
      },
      [detailsForm]: async (request) => {
        const { incident, details } = parseDetails(request);
        return change(incident, { type: "edit_details", details }, request);
      },
    },
  };
}
