import { existsSync } from "node:fs";
import type { Problem } from "../lib/problem.ts";
import { webhookKindOf } from "../redaction/webhook-address.ts";
import { describeKeyKind, keyKindOf } from "./key-kind.ts";
import type { Config } from "./schema.ts";
import { describeSecret } from "./secrets.ts";
import { variableFor } from "./variables.ts";

/** Where a part of the configuration stands, or would have to be set. */
export type Locate = (path: string) => { where: string; key: string };

/**
 * What `serve` cannot start without: the tokens of the chosen mode, each of the right kind. Takes Slack's section
 * as a person wrote it, so that its problems are told together with those of the other sections. What the schema
 * finds wrong is not told again.
 */
export function slackTokens(
  section: unknown,
  locate: Locate,
  isWrong: (path: string) => boolean,
): { wrong: Problem[]; missing: Problem[] } {
  const slack = (section ?? {}) as Record<string, unknown>;
  const secret = slack.mode === "http" ? "slack.signing_secret" : "slack.app_token";
  const needed = isWrong("slack") ? [] : ["slack.bot_token", ...(isWrong("slack.mode") ? [] : [secret])];
  const tokens = needed
    .filter((path) => !isWrong(path))
    .map((path) => ({ path, value: slack[path.slice("slack.".length)] }));
  const isMissing = ({ value }: { value: unknown }) => typeof value !== "string" || value === "";
  return {
    wrong: tokens
      .filter((token) => !isMissing(token))
      .flatMap(({ path, value }) => wrongKind(String(value), path, locate)),
    missing: tokens.filter(isMissing).map(({ path }) => notSet(path)),
  };
}

const whereToFind: Record<string, string> = {
  "slack.bot_token": "Copy it from your app's OAuth & Permissions → Bot User OAuth Token.",
  "slack.app_token":
    "Create one under Basic Information → App-Level Tokens, with the scope connections:write.",
  "slack.signing_secret": "Copy it from your app's Basic Information → App Credentials → Signing Secret.",
};

const prefixes: Record<string, string> = { "slack.bot_token": "xoxb-", "slack.app_token": "xapp-" };

function wrongKind(value: string, path: string, locate: Locate): Problem[] {
  const prefix = prefixes[path];
  if (prefix ? value.startsWith(prefix) : !/^x(ox|app)/.test(value)) return [];
  const { where, key } = locate(path);
  const expected = prefix ? `must start with ${prefix}` : "must be the signing secret, not a token";
  return [
    { where, key, message: `${key} ${expected} (got ${describeSecret(value)}).`, fix: whereToFind[path]! },
  ];
}

function notSet(path: string): Problem {
  const variable = variableFor(path)!;
  return { where: "environment", key: variable.name, message: "It is not set.", fix: variable.about };
}

/** Files the configuration names that are not there. */
export function missingFiles({ runbook }: Config, locate: Locate): Problem[] {
  if (runbook.file === undefined || existsSync(runbook.file)) return [];
  return [
    {
      ...locate("runbook.file"),
      message: `There is no file ${JSON.stringify(runbook.file)}, seen from ${process.cwd()}.`,
      fix: "Correct the path, or leave it out for the built-in runbook.",
    },
  ];
}

/** What is allowed but probably not meant. */
export function doubtsAbout({ clay }: Config, locate: Locate): Problem[] {
  const webhooks = clay.webhooks.flatMap(({ url, name }, index) =>
    webhookKindOf(url)
      ? []
      : {
          ...locate(`clay.webhooks.${index}.url`),
          message: `The address of webhook "${name}" has none of the forms Clay's have (https://api.clay.com/v3/sources/webhook/…, https://api.clay.com/v3/tc-workflows/streams/…/webhook).`,
          fix: "Compare it with the one in Clay, under Monitor webhook or the workflow's trigger. Keep it if it is meant, such as a relay of yours.",
        },
  );
  const keys = clay.keys.flatMap(({ key, name, kind }, index) =>
    kind === "public" && keyKindOf(key) === "user"
      ? {
          ...locate(`clay.keys.${index}.key`),
          message: `Key "${name}" is ${describeKeyKind(key)}, which Clay's Public API answers with 401.`,
          fix: "Make one with the Public API scope under Settings → Account → API keys.",
        }
      : [],
  );
  return [...webhooks, ...keys];
}
