import { proxyLogin } from "../lib/network/proxy-for.ts";
import { secretsInAddress } from "../redaction/address-secrets.ts";
import type { KnownSecret, SecretKind } from "../redaction/typed-secrets.ts";
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
  return knownSecretsOf(config).map(({ value }) => value);
}

/** The same, each with what it is: that is told where one was kept out. */
export function knownSecretsOf({ slack, clay, forward, database, network }: Config): KnownSecret[] {
  const addresses = [
    clay.status_url,
    ...clay.hosts,
    ...clay.callbacks.map(({ url }) => url),
    ...clay.providers.map(({ status_url }) => status_url),
  ];
  const all: Record<SecretKind, (string | undefined)[]> = {
    "Slack token": [slack.bot_token, slack.app_token],
    "webhook address": clay.webhooks.flatMap(({ url }) => [url, secretPartOf(url)]),
    "Clay key": clay.keys.map(({ key }) => key),
    key: [slack.signing_secret, ...clay.webhooks.map(({ auth_token }) => auth_token)],
    login: [network.http_proxy, network.https_proxy].flatMap(proxyLogin),
    secret: [
      database.url,
      ...forward.flatMap(({ url, secret }) => [url, secret]),
      ...addresses.flatMap(secretsInAddress),
    ],
  };
  return Object.entries(all).flatMap(([kind, values]) =>
    values.filter((value) => value !== undefined).map((value) => ({ kind: kind as SecretKind, value })),
  );
}
