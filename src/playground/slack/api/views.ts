import { fail, failArguments } from "../api-error.ts";
import { validateView } from "../blocks/validate-blocks.ts";
import type { Slack } from "../slack.ts";
import type { Fields } from "../workspace/types.ts";
import { type OpenView, showView } from "../workspace/views.ts";
import { viewArgument } from "./message-args.ts";
import type { Call, Methods } from "./method.ts";

function answer({ app, workspace }: Slack, view: OpenView): Fields {
  return { view: showView(view, { ...app, teamId: workspace.teamId }) };
}

function modalArgument({ args }: Call): Fields {
  const view = viewArgument(args, validateView);
  return view.type === "modal" ? view : failArguments("view type is invalid [json-pointer:/view/type]");
}

function triggerArgument({ args }: Call): string {
  return args.text("trigger_id") ?? fail("invalid_trigger_id");
}

function open(call: Call): Fields {
  const { slack } = call;
  const view = modalArgument(call);
  const { userId } = slack.triggers.exchange(triggerArgument(call));
  return answer(slack, slack.views.open(userId, view));
}

function push(call: Call): Fields {
  const { slack } = call;
  const view = modalArgument(call);
  const { userId, viewId } = slack.triggers.exchange(triggerArgument(call));
  // Only a gesture inside a modal can put another on top of it.
  if (!viewId || slack.views.stack(userId).at(-1)?.id !== viewId) fail("not_found");
  return answer(slack, slack.views.push(userId, view));
}

function update(call: Call): Fields {
  const { slack, args } = call;
  const view = modalArgument(call);
  const id = args.text("view_id");
  const externalId = args.text("external_id");
  if (!id && !externalId) failArguments("missing required field: view_id");
  const key = id ? { id } : { externalId: externalId! };
  return answer(slack, slack.views.update(key, view, args.text("hash")));
}

function publish(call: Call): Fields {
  const { slack, args } = call;
  const userId = args.need("user_id");
  const view = viewArgument(args, validateView);
  if (view.type !== "home") failArguments("view type is invalid [json-pointer:/view/type]");
  if (!slack.manifest.features?.app_home?.home_tab_enabled) fail("not_enabled");
  if (!slack.workspace.users.has(userId)) failArguments("user not found [json-pointer:/user_id]");
  return answer(slack, slack.views.publish(userId, view, args.text("hash")));
}

/** views.*: modals and the home tab. */
export const viewsMethods: Methods = {
  "views.open": { tier: 4, handle: open },
  "views.push": { tier: 4, handle: push },
  "views.update": { tier: 4, handle: update },
  "views.publish": { tier: 4, handle: publish },
};
