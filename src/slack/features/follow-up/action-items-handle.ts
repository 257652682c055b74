import type { ActionItem } from "../../../incident/state.ts";
import { addMinutes } from "../../../lib/time.ts";
import { plainText } from "../../../lib/words.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { openUpon } from "../../requests/answer/open-upon.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { readable } from "../../requests/receive/readable.ts";
import type {
  ActionRequest,
  FormRequest,
  Person,
  Reply,
  Request,
  VerbRequest,
} from "../../requests/request.ts";
import { createDraft } from "../declare/draft-handle.ts";
import { type Found, visible } from "../look/which-incident-handle.ts";
import { postmortemActions } from "../postmortem/postmortem-render.ts";
import { actionItemForm, parseActionItem, renderActionItem } from "./action-item-form.ts";
import { addItemAction, renderActionItems } from "./action-items-render.ts";

/** What is usually enough time for what an incident teaches. */
const usualMinutes = 14 * 24 * 60;

/** What is to be done afterwards: listed, added and changed. Closing belongs to the reminders, whose button does it. */
export function actionItemHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, web, clock, people } = desk;
  const draft = createDraft(desk);

  const emptyForm = (incident: string, more: { text?: string; parent?: string | undefined } = {}) =>
    renderActionItem({ incident, dueAt: addMinutes(clock.now(), usualMinutes), ...more });

  const filledForm = (incident: string, { item, text, owner, dueAt }: ActionItem) =>
    renderActionItem({
      incident,
      item,
      text,
      ownerId: owner?.kind === "person" ? owner.id : undefined,
      dueAt,
    });

  async function todo({ stream, incident, rest }: Found, request: VerbRequest): Promise<Reply> {
    if (!rest) return { say: renderActionItems(incident) };
    const item = incident.actionItems.find((one) => one.item === rest.trim().toUpperCase());
    if (item) return openForm(web, request, filledForm(stream, item), `todo ${stream} ${item.item}`);
    const text = await readable(rest, people.nameOf);
    return openForm(web, request, emptyForm(stream, { text }), `todo ${stream} ${rest}`);
  }

  /** From the list a form of its own; from the draft one upon it. */
  const add =
    (open: (incident: string, request: ActionRequest) => Promise<Reply>) =>
    async (request: ActionRequest): Promise<Reply> => {
      const found = await visible(desk, request.value, request.by);
      return found ? open(found.stream, request) : { say: plainContent(`There is no ${request.value}.`) };
    };

  async function save(request: FormRequest): Promise<Reply> {
    const { incident, item, text, ownerId, dueAt, parent } = parseActionItem(request);
    const { by, receipt } = request;
    const owner = ownerId ? await personOf(ownerId, request) : undefined;
    const fields = { text, ...(owner && { owner }), ...(dueAt && { dueAt }) };
    const saved = await incidents.change(
      incident,
      item ? { type: "change_action_item", item, ...fields } : { type: "add_action_item", ...fields },
      { by, receipt },
    );
    if (saved.outcome === "refused") {
      const field = saved.refusal.code === "owner_outside" ? "owner" : "text";
      return { errors: { [field]: plainText(saved.refusal.message) } };
    }
    draft.refresh(parent, incident);
    return {};
  }

  async function personOf(id: string, { by }: Request): Promise<Person> {
    return id === by.id ? by : { kind: "person", id, name: await people.nameOf(id) };
  }

  return {
    verbs: {
      todo: {
        usage: "todo [what is to be done | A1]",
        summary: "Lists what is to be done after an incident, adds to it, or changes one by its number.",
        run: createOnIncident(desk)("todo", todo),
      },
    },
    actions: {
      [addItemAction]: add((incident, request) =>
        openForm(web, request, emptyForm(incident), `todo ${incident}`),
      ),
      [postmortemActions.actionItem]: add((incident, request) =>
        openUpon(web, request, emptyForm(incident, { parent: request.viewId })),
      ),
    },
    forms: { [actionItemForm]: save },
  };
}
