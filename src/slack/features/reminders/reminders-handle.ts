import type { IncidentCommand } from "../../../incident/commands.ts";
import type { Watch } from "../../../incident/state.ts";
import { readMinutes } from "../../../lib/duration.ts";
import { nearMoment, say } from "../../../lib/words.ts";
import { currentLeaf } from "../../../walk/walk-state.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { type Reply, refuse, replyTo, tell, under } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Feature, type Handle, onSubmit, type Verb } from "../../requests/feature.ts";
import type { ActionRequest, Request } from "../../requests/request.ts";
import { parseFigureTyped, readFigure } from "./figure-typed.ts";
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
    const minutes = rest.trim() === "" ? usualSnoozeMinutes : readMinutes(rest);
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
    const { id, typed } = parseFigureTyped(await desk.readable(rest));
    const running = incident.watches.filter((one) => !one.ended);
    const named = id ? incident.watches.filter((one) => one.watch === id) : running;
    const [only] = named;
    if (!only) return refuse(`${stream} watches no figure now. Start with “watch”.`);
    if (named.length > 1 || (typed === "" && !only.ended))
      return openForm(request, renderFigure(stream, named, typed), `figure ${stream} ${rest}`.trim(), desk);
    return recordTyped(stream, only, typed, request, desk);
  },
};

/** Records a figure as it was typed; of a watch that has ended, the record says so whatever it is. */
async function recordTyped(
  stream: string,
  watched: Watch,
  typed: string,
  request: Request,
  desk: Desk,
): Promise<Reply> {
  const read = watched.ended ? { value: Number.NaN } : readFigure(stream, watched, typed);
  if ("refused" in read) return read.refused;
  const command = { type: "record_figure", watch: watched.watch, value: read.value } as const;
  return changeIncident(stream, command, request, desk);
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
    onSubmit(watchForm, async (request, desk) => {
      const read = parseWatch(request);
      if ("errors" in read) return { kind: "invalid", errors: read.errors };
      return changeIncident(read.incident, read.command, request, desk);
    }),
    onSubmit(figureForm, async (request, desk) => {
      const { incident: stream, watch: id, typed } = parseFigure(request);
      const watched = (await desk.incidents.load(stream)).watches.find((one) => one.watch === id);
      if (!watched) return refuse("There is no such watch in this incident.", { field: "watch" });
      return under("value", await recordTyped(stream, watched, typed, request, desk));
    }),
  ],
};
