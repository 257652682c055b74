import type { Config } from "../../config/schema.ts";
import type { ProbeKind } from "../../incident/evidence/evidence.ts";
import type { Instant } from "../../lib/time.ts";
import type { ProbeRequest } from "./exchange.ts";
import type { FindingCode } from "./finding-codes.ts";
import type { Probe } from "./probe.ts";
import { createRedact, redactUrl, redactWebhookUrl } from "./redact.ts";

type Clay = Config["clay"];
type Webhook = Clay["webhooks"][number];
type Key = Clay["keys"][number];

/**
 * The probes of a triage run, in the order they are shown. Holds those that are not made, too: what is not
 * configured and what needs a person's consent are lines people should see.
 */
export function planProbes(clay: Clay): Probe[] {
  const make = createProbeMaker(clay);
  const publicKeys = clay.keys.filter((key) => key.kind === "public");
  return [
    make("platform", "status", "Clay status page", redactUrl(clay.status_url), get(clay.status_url)),
    ...hostsOf(clay).map((host) => make("reach", host.label, host.label, host.label, get(host.url))),
    ...orMissing(
      clay.webhooks.map((webhook) => planWebhook(make, webhook, label("Webhook", webhook, clay.webhooks))),
      () => make("webhook", "none", "Webhook", "CLAY_WEBHOOK_URL is not set", "webhook.not_set"),
    ),
    ...orMissing(
      clay.keys.map((key) => planKey(make, clay, key)),
      () => make("api", "none", "API key", "CLAY_API_KEY is not set", "api.no_key"),
    ),
    ...orMissing(
      publicKeys.map((key) => planCredits(make, clay, key, label("Credits", key, publicKeys))),
      () => make("credits", "none", "Credits", 'no key of kind "public" is set', "credits.no_key"),
    ),
    ...clay.providers.map(({ name, status_url, component }) =>
      make("provider", name, `Provider "${name}"`, redactUrl(status_url), get(status_url), { component }),
    ),
    ...orMissing(
      clay.callbacks.map((callback) =>
        make(
          "callback",
          callback.name,
          label("Callback", callback, clay.callbacks),
          redactUrl(callback.url),
          get(callback.url),
        ),
      ),
      () => make("callback", "none", "Callback", "CLAY_CALLBACK_URL is not set", "callback.not_set"),
    ),
  ];
}

/**
 * The probe that posts one row to a webhook after a person agreed to it ("webhook:leads"). Undefined when there is
 * no such webhook, or when it is configured never to be posted to.
 */
export function planTestRow(clay: Clay, probe: string): Probe | undefined {
  const webhook = clay.webhooks.find(({ name }) => `webhook:${name}` === probe);
  if (!webhook || webhook.submit === "never") return undefined;
  return planWebhook(
    createProbeMaker(clay),
    { ...webhook, submit: "always" },
    label("Webhook", webhook, clay.webhooks),
  );
}

type MakeProbe = (
  kind: ProbeKind,
  id: string,
  name: string,
  target: string,
  what: FindingCode | ((at: Instant) => ProbeRequest),
  measure?: { keyKind?: Key["kind"]; component?: string | undefined },
) => Probe;

function createProbeMaker(clay: Clay): MakeProbe {
  const redact = createRedact(secretsIn(clay));
  return (kind, id, name, target, what, { keyKind = "public", component } = {}) => ({
    probe: `${kind}:${id}`,
    kind,
    name,
    target,
    redact,
    yardstick: {
      keyKind,
      lowCredits: clay.low_credits,
      lowActions: clay.low_actions,
      ...(component && { component }),
    },
    ...(typeof what === "string" ? { settled: what } : { request: what }),
  });
}

function planWebhook(make: MakeProbe, webhook: Webhook, name: string): Probe {
  const withoutAsking = { ask: "webhook.needs_consent", never: "webhook.never_tested" } as const;
  const post = (at: Instant): ProbeRequest => ({
    method: "POST",
    url: webhook.url,
    headers: {
      ...commonHeaders,
      "content-type": "application/json",
      ...(webhook.auth_token ? { "x-clay-webhook-auth": webhook.auth_token } : {}),
    },
    body: JSON.stringify({ _triage: true, _ts: Math.floor(Date.parse(at) / 1000) }),
  });
  const what = webhook.submit === "always" ? post : withoutAsking[webhook.submit];
  return make("webhook", webhook.name, name, redactWebhookUrl(webhook.url), what);
}

function planKey(make: MakeProbe, clay: Clay, key: Key): Probe {
  const name = label("API key", key, clay.keys);
  if (key.kind === "public") {
    const url = new URL(clay.me_path, clay.api_url).href;
    return make("api", key.name, name, redactUrl(url), get(url, { "clay-api-key": key.key }));
  }
  const url = new URL(clay.enterprise_path, clay.api_url).href;
  const post = (): ProbeRequest => ({
    method: "POST",
    url,
    headers: { ...commonHeaders, "content-type": "application/json", authorization: `Bearer ${key.key}` },
    body: JSON.stringify({ email: "triage@example.com" }),
  });
  return make("api", key.name, name, redactUrl(url), post, { keyKind: "enterprise" });
}

function planCredits(make: MakeProbe, clay: Clay, key: Key, name: string): Probe {
  const url = new URL(clay.credits_path, clay.api_url).href;
  return make("credits", key.name, name, redactUrl(url), get(url, { "clay-api-key": key.key }));
}

const commonHeaders = { accept: "application/json, */*;q=0.5", "user-agent": "clay-incident (triage)" };

function get(url: string, headers: Record<string, string> = {}): () => ProbeRequest {
  return () => ({ method: "GET", url, headers: { ...commonHeaders, ...headers } });
}

/** Every host once, however often the configuration names it. */
function hostsOf(clay: Clay): { label: string; url: string }[] {
  const byLabel = new Map(clay.hosts.map((url) => [redactUrl(url), url]));
  return [...byLabel].map(([label, url]) => ({ label, url }));
}

function orMissing(probes: Probe[], missing: () => Probe): Probe[] {
  return probes.length > 0 ? probes : [missing()];
}

/** `Webhook "leads"`; the only one, when it came from a variable and so has no name of its own, is just "Webhook". */
function label(noun: string, { name }: { name: string }, all: readonly unknown[]): string {
  return all.length === 1 && name === "default" ? noun : `${noun} "${name}"`;
}

/** All that an answer might echo and nobody may read. The last part of a webhook's path alone gives it away. */
function secretsIn(clay: Clay): string[] {
  return [
    ...clay.webhooks.flatMap(({ url, auth_token }) => [
      url,
      new URL(url).pathname.split("/").at(-1),
      auth_token,
    ]),
    ...clay.keys.map(({ key }) => key),
  ].filter((secret) => secret !== undefined);
}
