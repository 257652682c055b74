import type { IncidentCommand } from "../../../incident/commands.ts";
import { nearMoment, say, type Words } from "../../../lib/words.ts";
import { currentLeaf } from "../../../walk/walk-state.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { readable } from "../../requests/receive/readable.ts";
import type { ActionRequest, Reply, Request, VerbRequest } from "../../requests/request.ts";
import type { Found } from "../look/which-incident-handle.ts";
import { reminderActions } from "./reminder-render.ts";
import { figureForm, parseFigure, parseWatch, renderFigure, renderWatch, watchForm } from "./watch-form.ts";

const usualSnoozeMinutes = 15;

/** What answers reminders: putting them off, ending them, and the figures that are asked for. */
export function reminderHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, web, clock, people } = desk;
  const onIncident = createOnIncident(desk, { numbersAre: "values" });

  async function change(
    stream: string,
    command: IncidentCommand,
    { by, receipt }: Request,
    done?: Words,
  ): Promise<Reply> {
    const handled = await incidents.change(stream, command, { by, receipt });
    return done && handled.outcome !== "refused" ? { say: plainContent(done) } : refusalOf(handled);
  }

  async function snooze({ stream, rest }: Found, request: VerbRequest): Promise<Reply> {
    const { by, receipt } = request;
    const minutes = rest.trim() === "" ? usualSnoozeMinutes : Number.parseFloat(rest);
    const handled = await incidents.change(stream, { type: "snooze", minutes }, { by, receipt });
    const until = handled.state.promised?.snoozedUntil;
    if (handled.outcome === "refused" || !until) return refusalOf(handled);
    const moment = nearMoment(until, clock.now());
    return { say: plainContent(say`I remind of the update of ${stream} no earlier than ${moment}.`) };
  }

  function dismiss({ stream }: Found, request: VerbRequest): Promise<Reply> {
    const done = say`I do not remind of this update of ${stream} any more. The next update brings new reminders.`;
    return change(stream, { type: "dismiss" }, request, done);
  }

  async function watch({ stream, incident, rest }: Found, request: VerbRequest): Promise<Reply> {
    if (incident.resolved)
      return change(
        stream,
        { type: "start_watch", what: "", unit: "", everyMinutes: 1, forMinutes: 1 },
        request,
      );
    const proposed = currentLeaf(incident.walk)?.watch;
    const known = rest ? { what: await readable(rest, people.nameOf) } : (proposed ?? {});
    return openForm(web, request, renderWatch(stream, known), `watch ${stream} ${rest}`.trim());
  }

  async function figure({ stream, incident, rest }: Found, request: VerbRequest): Promise<Reply> {
    const { id, value } = parseTyped(rest);
    const running = incident.watches.filter((watch) => !watch.ended);
    const named = id ? incident.watches.filter((watch) => watch.watch === id) : running;
    const [only] = named;
    if (!only) return { say: plainContent(`${stream} watches no figure now. Start with “watch”.`) };
    if (named.length === 1 && (value !== null || only.ended))
      return change(
        stream,
        { type: "record_figure", watch: only.watch, value: value ?? Number.NaN },
        request,
      );
    return openForm(web, request, renderFigure(stream, named), `figure ${stream} ${rest}`.trim());
  }

  const onPart =
    (command: (part: string) => IncidentCommand) =>
    (request: ActionRequest): Promise<Reply> => {
      const [stream = "", part = ""] = request.value.split(" ");
      return change(stream, command(part), request);
    };

  return {
    verbs: {
      snooze: {
        usage: "snooze [minutes]",
        summary: `Puts off the reminders of the next update, by ${usualSnoozeMinutes} minutes unless you say.`,
        run: onIncident("snooze", snooze),
      },
      dismiss: {
        usage: "dismiss",
        summary: "Ends the reminders of the next update; the update after it brings new ones.",
        run: onIncident("dismiss", dismiss),
      },
      watch: {
        usage: "watch [figure]",
        summary: "Asks for a figure, such as the hit rate, at a rhythm until it is back to normal.",
        run: onIncident("watch", watch),
      },
      figure: {
        usage: "figure [number]",
        summary: "Enters the figure that is being watched.",
        run: onIncident("figure", figure),
      },
    },
    actions: {
      [reminderActions.stopWatch]: onPart((watch) => ({ type: "stop_watch", watch })),
      [reminderActions.itemDone]: onPart((item) => ({ type: "close_action_item", item })),
    },
    forms: {
      [watchForm]: async (request) => {
        const { incident, command } = parseWatch(request);
        const reply = await change(incident, command, request);
        return reply.say ? { errors: { what: reply.say.text } } : {};
      },
      [figureForm]: async (request) => {
        const { incident, watch, value } = parseFigure(request);
        const reply = await change(incident, { type: "record_figure", watch, value }, request);
        return reply.say ? { errors: { value: reply.say.text } } : {};
      },
    },
  };
}

/** Reads "W2 82 %", "82", "41,200" or nothing. */
function parseTyped(text: string): { id: string | null; value: number | null } {
  const [, id, figure] = /^(w\d+\b)?\s*(-?[\d,.]*)/i.exec(text.trim()) ?? [];
  const value = figure ? Number(figure.replaceAll(",", "")) : Number.NaN;
  return { id: id?.toUpperCase() ?? null, value: Number.isFinite(value) ? value : null };
}
