import { elementsOf } from "../blocks/validate-blocks.ts";
import type { Slack } from "../slack.ts";
import { showMessage } from "../workspace/messages.ts";
import { enteredState, optionsOf, type StateValues, stateOf, valueField } from "../workspace/state.ts";
import type { Block, Channel, Fields, Message, User } from "../workspace/types.ts";
import { type OpenView, showView } from "../workspace/views.ts";
import { actor, channelLabel, type Interaction, interactionOf, report } from "./interaction.ts";

/** Which element: its action_id, or more of it where that is not unique. */
export type Target = string | { actionId?: string; blockId?: string; value?: string; text?: string };

/** How a person goes about it. */
export type ActOptions = {
  /** What to answer to the element's confirm dialog: true (the default) goes on. */
  confirm?: boolean;
};

type Found = { block: Block; element: Block };

/** The interactive elements in blocks, each with its block. */
export function interactiveElements(blocks: Block[]): Found[] {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ type }) => type !== "image")
      .map((element) => ({ block, element })),
  );
}

function fits({ block, element }: Found, target: Target): boolean {
  if (typeof target === "string") return element.action_id === target;
  const { actionId, blockId, value, text } = target;
  return (
    (actionId === undefined || element.action_id === actionId) &&
    (blockId === undefined || block.block_id === blockId) &&
    (value === undefined || element.value === value) &&
    (text === undefined || (element.text as Fields | undefined)?.text === text)
  );
}

/** The one element meant. Throws, naming what there is, when there is none. */
export function findElement(blocks: Block[], target: Target): Found {
  const elements = interactiveElements(blocks);
  const found = elements.find((candidate) => fits(candidate, target));
  if (found) return found;
  const offered = elements.map(({ element }) => element.action_id).join(", ") || "none";
  throw new Error(`There is no element ${JSON.stringify(target)}; there are: ${offered}`);
}

function actionOf(slack: Slack, { block, element }: Found, value: unknown): Fields {
  const { type, action_id, text, style, confirm } = element;
  const action: Fields = {
    type,
    action_id,
    block_id: block.block_id,
    action_ts: slack.ids.ts(),
    ...(confirm ? { confirm } : {}),
  };
  if (type === "button") {
    return {
      ...action,
      text,
      ...(element.value === undefined ? {} : { value: element.value }),
      ...(style ? { style } : {}),
    };
  }
  if (type === "overflow") {
    const option = optionsOf(element).find(
      (entry) => entry.value === value || (entry.text as Fields).text === value,
    );
    if (!option) throw new Error(`The menu ${action_id} offers no "${value}"`);
    return { ...action, selected_option: option };
  }
  return { ...action, ...enteredState(element, value) };
}

async function send(
  slack: Slack,
  user: User,
  found: Found,
  action: Fields,
  place: Fields,
  viewId?: string,
): Promise<Interaction> {
  const trigger = slack.triggers.issue({ userId: user.id, ...(viewId ? { viewId } : {}) });
  const envelope = await slack.delivery.ask("interactive", {
    type: "block_actions",
    ...actor(slack, user),
    ...place,
    trigger_id: trigger,
    actions: [action],
  });
  slack.stream.publish("action.sent", { user: user.id, action: found.element.action_id });
  return report(slack, interactionOf(envelope), user.id);
}

// What people chose in a message's selects is theirs alone, until the message changes.
const messageStates = new WeakMap<Message, Map<string, StateValues>>();

function messageState(message: Message, userId: string, found: Found, value: unknown): StateValues {
  const states = messageStates.get(message) ?? new Map<string, StateValues>();
  messageStates.set(message, states);
  const state = stateOf(message.blocks ?? [], states.get(userId));
  enter(state, found, value);
  states.set(userId, state);
  return state;
}

/** Puts what was entered into a state. */
export function enter(state: StateValues, { block, element }: Found, value: unknown): void {
  if (!valueField(element)) return;
  const blockId = block.block_id!;
  state[blockId] = { ...state[blockId], [String(element.action_id)]: enteredState(element, value) };
}

function declined(element: Block, options: ActOptions): boolean {
  return element.confirm !== undefined && options.confirm === false;
}

/** Presses a button, or chooses `value` in a select or menu, in a message. */
export function actInMessage(
  slack: Slack,
  user: User,
  channel: Channel,
  message: Message,
  target: Target,
  value?: unknown,
  options: ActOptions = {},
): Promise<Interaction> {
  const found = findElement(message.blocks ?? [], target);
  if (declined(found.element, options)) return Promise.resolve({ acked: false, sent: false });
  const ephemeral = message.is_ephemeral === true;
  const action = actionOf(slack, found, value);
  const responseUrl = slack.responseUrls.issue({
    channelId: channel.id,
    userId: user.id,
    message: { ts: message.ts, ephemeral },
  });
  return send(slack, user, found, action, {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    },
    channel: { id: channel.id, name: channelLabel(channel) },
    // An ephemeral message is not sent back with the action.
    ...(ephemeral ? {} : { message: showMessage(channel, message, false) }),
    state: { values: messageState(message, user.id, found, value) },
    response_url: slack.url + responseUrl,
  });
}

/** Presses a button, or chooses `value`, in a modal or the home tab. */
export function actInView(
  slack: Slack,
  user: User,
  view: OpenView,
  target: Target,
  value?: unknown,
  options: ActOptions = {},
): Promise<Interaction> {
  const found = findElement(view.blocks, target);
  if (declined(found.element, options)) return Promise.resolve({ acked: false, sent: false });
  const action = actionOf(slack, found, value);
  const state = structuredClone(view.state);
  enter(state, found, value);
  slack.views.enter(view, state);
  const shown = showView(view, { ...slack.app, teamId: slack.workspace.teamId });
  return send(
    slack,
    user,
    found,
    action,
    { container: { type: "view", view_id: view.id }, view: shown },
    view.id,
  );
}

/** The confirm dialog of an element, if it has one. */
export function confirmOf(blocks: Block[], target: Target): Fields | undefined {
  return findElement(blocks, target).element.confirm as Fields | undefined;
}
