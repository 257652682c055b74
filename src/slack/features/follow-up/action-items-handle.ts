import type { ModalView } from "@slack/types";
import type { ActionItem, Incident } from "../../../incident/state.ts";
import { addMinutes } from "../../../lib/time.ts";
import { openForm, openUpon } from "../../requests/answer/open-form.ts";
import { done, type Reply, refuse, show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Feature, onSubmit, type Verb } from "../../requests/feature.ts";
import { onIncidentNamed } from "../../requests/on-incident-named.ts";
import type { FormRequest, Person, Request } from "../../requests/request.ts";
import { refreshDraft } from "../postmortem/draft.ts";
import { postmortemActions } from "../postmortem/postmortem-render.ts";
import {
  type ActionItemCarried,
  actionItemForm,
  parseActionItem,
  renderActionItem,
} from "./action-item-form.ts";
import { addItemAction, renderActionItems } from "./action-items-render.ts";

/** What is usually enough time for what an incident teaches. */
const usualMinutes = 14 * 24 * 60;

const todo: Verb = {
  usage: "todo [what is to be done | A1]",
  summary: "Lists what is to be done after an incident, adds to it, or changes one by its number.",
  group: "In an incident",
  about: "incident",
  async run({ stream, incident, rest }, request, desk) {
    if (!rest) return show(renderActionItems(incident));
    const item = incident.actionItems.find((one) => one.item === rest.trim().toUpperCase());
    if (item) return openForm(request, filledForm(stream, item), `todo ${stream} ${item.item}`, desk);
    // "A7" is meant as a number of the list, never as a thing to do.
    if (/^a\d+$/i.test(rest.trim())) return refuse(notThere(rest.trim().toUpperCase(), stream, incident));
    const view = emptyForm(stream, desk, { text: await desk.readable(rest) });
    return openForm(request, view, `todo ${stream} ${rest}`, desk);
  },
};

function notThere(item: string, stream: string, { actionItems }: Incident): string {
  const there = actionItems.map((one) => one.item);
  if (there.length === 0)
    return `${stream} has no action item ${item}: it has none yet. Say what is to be done, for example “todo Raise the credit alert”.`;
  return `${stream} has no action item ${item}. It has ${there.join(", ")}. “todo” lists them.`;
}

function emptyForm(
  incident: string,
  { clock }: Desk,
  more: { text?: string; parent?: string | undefined } = {},
): ModalView {
  return renderActionItem({ incident, dueAt: addMinutes(clock.now(), usualMinutes), ...more });
}

function filledForm(incident: string, { item, text, owner, dueAt }: ActionItem): ModalView {
  const ownerId = owner?.kind === "person" ? owner.id : undefined;
  return renderActionItem({ incident, item, text, ownerId, dueAt });
}

async function save(request: FormRequest<ActionItemCarried>, desk: Desk): Promise<Reply> {
  const { incident, item, text, ownerId, dueAt, parent } = parseActionItem(request);
  const { by, receipt } = request;
  const owner = ownerId ? await personOf(ownerId, request, desk) : undefined;
  if (ownerId && !owner) return refuse(unknownOwner, { field: "owner" });
  const fields = { text, ...(owner && { owner }), ...(dueAt && { dueAt }) };
  const saved = await desk.incidents.change(
    incident,
    item ? { type: "change_action_item", item, ...fields } : { type: "add_action_item", ...fields },
    { by, receipt },
  );
  if (saved.outcome === "refused") {
    const { code, message } = saved.refusal;
    return refuse(message, { field: code === "owner_outside" ? "owner" : "text" });
  }
  refreshDraft(parent, incident, desk);
  return done;
}

const unknownOwner = "I cannot see who that is just now. Choose somebody else, or try again in a minute.";

async function personOf(id: string, { by }: Request, { people }: Desk): Promise<Person | undefined> {
  return id === by.id ? by : people.find(id);
}

/** What is to be done afterwards: listed, added and changed. Closing belongs to the reminders, whose button does it. */
export const actionItems: Feature = {
  verbs: { todo },
  actions: {
    [addItemAction]: onIncidentNamed(({ stream }, request, desk) =>
      openForm(request, emptyForm(stream, desk), `todo ${stream}`, desk),
    ),
    [postmortemActions.actionItem]: onIncidentNamed(({ stream }, request, desk) =>
      openUpon(request, emptyForm(stream, desk, { parent: request.viewId }), desk),
    ),
  },
  forms: [onSubmit(actionItemForm, save)],
};
