import type { IncidentCommand } from "../../../incident/commands.ts";
import { nearMoment, say } from "../../../lib/words.ts";
import { currentLeaf } from "../../../walk/walk-state.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refuse, replyTo, tell, under } from "../../requests/answer/reply.ts";
import { type Feature, type Handle, onSubmit, type Verb } from "../../requests/feature.ts";
import type { ActionRequest } from "../../requests/request.ts";
import { reminderActions } from "./reminder-render.ts";
import { figureForm, parseFigure, parseWatch, renderFigure, renderWatch, watchForm } from "./watch-form.ts";

const usualSnoozeMinutes = 15;

const snooze: Verb = {
  usage: "snooze [minutes]",
  summary: `Puts off the reminders of the next update, by ${usualSnoozeMinutes} minutes unless you say.`,
  group: "In an incident",
  about: "incident",
  numbersAre: "values",
  async run({ stream, rest }, { by, receipt }, { incidents, clock }) {
    const minutes = rest.trim() === "" ? usualSnoozeMinutes : Number.parseFloat(rest);
    const handled = await incidents.change(stream, { type: "snooze", minutes }, { by, receipt });
    const until = handled.state.promised?.snoozedUntil;
    if (!until) return replyTo(handled);
    const moment = nearMoment(until, clock.now());
    return replyTo(handled, tell(say`I remind of the update of ${stream} no earlier than ${moment}.`));
  },
};

const dismiss: Verb = {
  usage: "dismiss",
  summary: "Ends the reminders of the next update; the update after it brings new ones.",
  group: "In an incident",
  about: "incident",
  numbersAre: "values",
  run({ stream }, request, desk) {
    const ended = say`I do not remind of this update of ${stream} any more. The next update brings new reminders.`;
    return changeIncident(stream, { type: "dismiss" }, request, desk, tell(ended));
  },
};

const watch: Verb = {
  usage: "watch [figure]",
  summary: "Asks for a figure, such as the hit rate, at a rhythm until it is back to normal.",
  group: "In an incident",
  about: "incident",
  numbersAre: "values",
  async run({ stream, incident, rest }, request, desk) {
    const nothing = { type: "start_watch", what: "", unit: "", everyMinutes: 1, forMinutes: 1 } as const;
    if (incident.resolved) return changeIncident(stream, nothing, request, desk);
    const proposed = currentLeaf(incident.walk)?.watch;
    const known = rest ? { what: await desk.readable(rest) } : (proposed ?? {});
    return openForm(request, renderWatch(stream, known), `watch ${stream} ${rest}`.trim(), desk);
  },
};

const figure: Verb = {
  usage: "figure [number]",
  summary: "Enters the figure that is being watched.",
  group: "In an incident",
  about: "incident",
  numbersAre: "values",
  async run({ stream, incident, rest }, request, desk) {
    const { id, value } = parseTyped(rest);
    const running = incident.watches.filter((one) => !one.ended);
    const named = id ? incident.watches.filter((one) => one.watch === id) : running;
    const [only] = named;
    if (!only) return refuse(`${stream} watches no figure now. Start with “watch”.`);
    if (named.length > 1 || (value === null && !only.ended))
      return openForm(request, renderFigure(stream, named), `figure ${stream} ${rest}`.trim(), desk);
    const command = { type: "record_figure", watch: only.watch, value: value ?? Number.NaN } as const;
    return changeIncident(stream, command, request, desk);
  },
};

/** Reads "W2 82 %", "82", "41,200" or nothing. */
function parseTyped(text: string): { id: string | null; value: number | null } {
  const [, id, typed] = /^(w\d+\b)?\s*(-?[\d,.]*)/i.exec(text.trim()) ?? [];
  const value = typed ? Number(typed.replaceAll(",", "")) : Number.NaN;
  return { id: id?.toUpperCase() ?? null, value: Number.isFinite(value) ? value : null };
}

/** A button that carries an incident's name and the id of one of its parts. */
function onPart(command: (part: string) => IncidentCommand): Handle<ActionRequest> {
  return (request, desk) => {
    const [stream = "", part = ""] = request.value.split(" ");
    return changeIncident(stream, command(part), request, desk);
  };
}

/** What answers reminders: putting them off, ending them, and the figures that are asked for. */
export const reminders: Feature = {
  verbs: { watch, figure, snooze, dismiss },
  actions: {
    [reminderActions.stopWatch]: onPart((id) => ({ type: "stop_watch", watch: id })),
    [reminderActions.itemDone]: onPart((item) => ({ type: "close_action_item", item })),
  },
  forms: [
    onSubmit(watchForm, (request, desk) => {
      const { incident, command } = parseWatch(request);
      return changeIncident(incident, command, request, desk);
    }),
    onSubmit(figureForm, async (request, desk) => {
      const { incident, watch: id, value } = parseFigure(request);
      const command = { type: "record_figure", watch: id, value } as const;
      return under("value", await changeIncident(incident, command, request, desk));
    }),
  ],
};
