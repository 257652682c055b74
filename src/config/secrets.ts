import { proxyLogin } from "../lib/network/proxy-for.ts";
import { secretPartOf } from "../redaction/webhook-address.ts";
import type { Config } from "./schema.ts";

// A Clay webhook's URL is a secret too: whoever has it can write rows.
const secretPaths = [
  /^slack\.(bot_token|app_token|signing_secret)$/,
  /^clay\.webhooks\.\d+\.(url|auth_token)$/,
  /^clay\.keys\.\d+\.key$/,
  /^forward\.\d+\.(url|secret)$/,
  /^database\.url$/,
  /^network\.https?_proxy$/,
];

/** Tells whether the value at a path ("clay.keys.0.key") must never be shown. */
export function isSecretPath(path: string): boolean {
  return secretPaths.some((pattern) => pattern.test(path));
}

/** Describes a secret without giving it away: its kind when Slack's prefix tells it, else only its length. */
export function describeSecret(value: string): string {
  const prefix = /^x[a-z]{2,4}(\.[a-z]{2,4})?-/.exec(value)?.[0];
  return prefix ? `${prefix}…` : `a value of ${value.length} characters, not shown`;
}

/** All secrets in a configuration, for the logger and whatever else must not repeat them. */
export function secretsOf(config: Config): string[] {
  const { slack, clay, forward, database, network } = config;
  return [
    slack.bot_token,
    slack.app_token,
    slack.signing_secret,
    database.url,
    ...clay.webhooks.flatMap(({ url, auth_token }) => [url, secretPartOf(url), auth_token]),
    ...clay.keys.map(({ key }) => key),
    ...forward.flatMap(({ url, secret }) => [url, secret]),
    ...[network.http_proxy, network.https_proxy].flatMap(proxyLogin),
  ].filter((secret) => secret !== undefined);
}
