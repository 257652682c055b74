import { fail } from "../api-error.ts";
import { describeProblem } from "../blocks/rules.ts";
import { validateBlocks, validateView } from "../blocks/validate-blocks.ts";
import type { Fields } from "../workspace/types.ts";
import type { Call, Methods } from "./method.ts";

function authTest({ slack }: Call): Fields {
  const { app, workspace } = slack;
  return {
    url: `${slack.url}/`,
    team: workspace.teamName,
    user: workspace.users.get(app.botUserId)?.name,
    team_id: workspace.teamId,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  };
}

function openConnection({ slack }: Call): Fields {
  if (!slack.manifest.settings?.socket_mode_enabled) fail("forbidden_team");
  return { url: slack.delivery.socketUrl() };
}

function teamInfo({ slack }: Call): Fields {
  const { teamId, teamName, domain } = slack.workspace;
  return { team: { id: teamId, name: teamName, domain, email_domain: "", icon: {} } };
}

function botInfo({ slack }: Call): Fields {
  const { app, workspace } = slack;
  const bot = {
    id: app.botId,
    deleted: false,
    name: workspace.users.get(app.botUserId)?.name,
    app_id: app.appId,
    user_id: app.botUserId,
  };
  return { bot };
}

function validate({ args }: Call): Fields {
  const message = args.json<Fields>("message");
  const view = args.json<Fields>("view");
  const problems = view
    ? validateView(view)
    : validateBlocks(message?.blocks ?? args.json("blocks"), "message");
  if (problems.length === 0) return {};
  const errors = problems.map(({ pointer, message: text }) => ({ pointer, code: "invalid", message: text }));
  const error = view ? "invalid_view" : message ? "invalid_message" : "invalid_blocks";
  return fail(error, { errors, response_metadata: { messages: problems.map(describeProblem) } });
}

/** The methods about the app and the workspace themselves. */
export const appMethods: Methods = {
  "api.test": { tier: 4, token: "none", handle: ({ args }) => ({ args: args.raw }) },
  "auth.test": { tier: "special", token: "any", handle: authTest },
  "apps.connections.open": { tier: 1, token: "app", handle: openConnection },
  "team.info": { tier: 3, scopes: ["team:read"], handle: teamInfo },
  "bots.info": { tier: 3, scopes: ["users:read"], handle: botInfo },
  "blocks.validate": { tier: "special", token: "none", handle: validate },
};
