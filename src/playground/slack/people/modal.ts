import { ApiError } from "../api-error.ts";
import { describeProblem } from "../blocks/rules.ts";
import { validateView } from "../blocks/validate-blocks.ts";
import type { Slack } from "../slack.ts";
import { valueField } from "../workspace/state.ts";
import type { Block, Fields, User } from "../workspace/types.ts";
import { type OpenView, showView } from "../workspace/views.ts";
import { actInView, enter, findElement } from "./act.ts";
import { actor, type Interaction, interactionOf, refuseAck, report } from "./interaction.ts";

/** What to put in, by action_id or "block_id/action_id". Options are named by value or label. */
export type Entries = { [key: string]: unknown };

function targetOf(key: string) {
  const [first, second] = key.split("/");
  return second === undefined ? first! : { blockId: first!, actionId: second };
}

/** Fills inputs in. One whose block dispatches actions tells the app at once; the answers to that are returned. */
export async function fillView(
  slack: Slack,
  user: User,
  view: OpenView,
  entries: Entries,
): Promise<Interaction[]> {
  const dispatched: Interaction[] = [];
  for (const [key, value] of Object.entries(entries)) {
    const found = findElement(view.blocks, targetOf(key));
    const dispatches = found.block.type !== "input" || found.block.dispatch_action === true;
    if (dispatches) dispatched.push(await actInView(slack, user, view, targetOf(key), value));
    else {
      const state = structuredClone(view.state);
      enter(state, found, value);
      slack.views.enter(view, state);
    }
  }
  return dispatched;
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function malformed({ type }: Block, value: unknown): string | undefined {
  const text = String(value);
  if (type === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
    return "Enter a valid email address";
  if (type === "url_text_input" && !/^https?:\/\/\S+$/.test(text)) return "Enter a valid URL";
  if (type === "number_input" && Number.isNaN(Number(text))) return "Enter a number";
  return undefined;
}

function outOfBounds(element: Block, value: unknown): string | undefined {
  const { min_length, max_length, min_value, max_value } = element;
  const length = String(value).length;
  if (typeof min_length === "number" && length < min_length) return `Enter at least ${min_length} characters`;
  if (element.type === "plain_text_input" && length > Number(max_length ?? 3000)) return "This is too long";
  if (min_value !== undefined && Number(value) < Number(min_value)) return `Enter ${min_value} or more`;
  if (max_value !== undefined && Number(value) > Number(max_value)) return `Enter ${max_value} or less`;
  return undefined;
}

/** What Slack's client itself finds wrong before it sends a modal, by block_id. */
function clientProblems(view: OpenView): { [blockId: string]: string } {
  const problems: { [blockId: string]: string } = {};
  for (const block of view.blocks.filter(({ type }) => type === "input")) {
    const element = block.element as Block;
    const value = view.state[block.block_id!]?.[String(element.action_id)]?.[valueField(element) ?? "value"];
    if (isEmpty(value)) {
      if (!block.optional) problems[block.block_id!] = "Please complete this required field.";
      continue;
    }
    const problem = malformed(element, value) ?? outOfBounds(element, value);
    if (problem) problems[block.block_id!] = problem;
  }
  return problems;
}

type Response = { response_action?: string; view?: Fields; errors?: { [blockId: string]: string } };

function showErrors(
  slack: Slack,
  view: OpenView,
  errors: { [blockId: string]: string } = {},
): string | undefined {
  const inputs = new Set(view.blocks.filter(({ type }) => type === "input").map(({ block_id }) => block_id));
  const unknown = Object.keys(errors).filter((blockId) => !inputs.has(blockId));
  if (unknown.length > 0 || Object.keys(errors).length === 0)
    return `errors must name input blocks: ${unknown.join(", ")}`;
  slack.views.showErrors(view, errors);
  return undefined;
}

/** Does what the ack of a submission asks for. The result says why it could not. */
function follow(slack: Slack, view: OpenView, response: Response): string | undefined {
  const { response_action: action, errors } = response;
  if (action === undefined) return void slack.views.close(view.userId);
  if (action === "clear") return void slack.views.close(view.userId, true);
  if (action === "errors") return showErrors(slack, view, errors);
  if (action !== "update" && action !== "push") return `unknown response_action ${action}`;
  const problems = validateView(response.view);
  if (problems.length > 0) return problems.map(describeProblem).join("; ");
  if (action === "update") slack.views.update({ id: view.id }, response.view!);
  else slack.views.push(view.userId, response.view!);
  return undefined;
}

function obey(slack: Slack, view: OpenView, interaction: Interaction): Interaction {
  // The app may have changed or closed the view while the person waited.
  if (view.closed) return interaction;
  try {
    const why = follow(slack, view, (interaction.ackBody ?? {}) as Response);
    return why === undefined ? interaction : refuseAck(slack, interaction, why);
  } catch (error) {
    if (error instanceof ApiError) return refuseAck(slack, interaction, error.code);
    throw error;
  }
}

/** Presses the modal's submit button. It stays open on errors, and when the app does not answer. */
export async function submitView(slack: Slack, user: User, view: OpenView): Promise<Interaction> {
  if (!view.definition.submit) throw new Error("This view has no submit button");
  const problems = clientProblems(view);
  if (Object.keys(problems).length > 0) {
    slack.views.showErrors(view, problems);
    return { acked: false, sent: false, problems };
  }
  const envelope = await slack.delivery.ask("interactive", {
    type: "view_submission",
    ...actor(slack, user),
    trigger_id: slack.triggers.issue({ userId: user.id, viewId: view.id }),
    view: showView(view, { ...slack.app, teamId: slack.workspace.teamId }),
    response_urls: [],
  });
  const interaction = interactionOf(envelope);
  return report(slack, interaction.acked ? obey(slack, view, interaction) : interaction, user.id);
}

/** Closes the top modal, or the whole stack. The app hears of it where a view asked for that. */
export async function closeView(slack: Slack, user: User, all: boolean): Promise<Interaction[]> {
  const views = slack.views.close(
    user.id,
    all || slack.views.stack(user.id).at(-1)?.definition.clear_on_close === true,
  );
  const told = views
    .filter(({ definition }) => definition.notify_on_close === true)
    .map((view) =>
      slack.delivery.ask("interactive", {
        type: "view_closed",
        ...actor(slack, user),
        view: showView(view, { ...slack.app, teamId: slack.workspace.teamId }),
        is_cleared: all,
      }),
    );
  return (await Promise.all(told)).map(interactionOf);
}
