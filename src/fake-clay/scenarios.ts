import type { SwitchInput, SwitchName } from "./switches.ts";
import { localWebhooks, type World, webhookLimit } from "./world.ts";

/** A state of affairs someone can try the bot against. Whatever it does not name is in good health. */
export type Scenario = {
  name: string;
  /** What is wrong, in words for whoever picks it. */
  description: string;
  switches?: { names: readonly SwitchName[]; how: SwitchInput }[];
  world?: Partial<Pick<World, "balance" | "status" | "webhooks">>;
  /** Clay's own port refuses connections; status page and callback, which are not Clay's machines, still answer. */
  refused?: true;
};

export const scenarios: readonly Scenario[] = [
  { name: "healthy", description: "Everything answers as it should." },
  {
    name: "webhook 404",
    description: 'The webhook "leads" was deleted: rows sent to its URL are refused with 404.',
    switches: [{ names: [`webhook:${localWebhooks.leads}`], how: { answer: "not_found" } }],
  },
  {
    name: "webhook limit",
    description: 'The webhook "leads" has used its 50,000 submissions and refuses rows with 403.',
    world: {
      webhooks: { [localWebhooks.leads]: { rows: webhookLimit }, [localWebhooks.events]: { rows: 300 } },
    },
  },
  {
    name: "webhook rate limited",
    description: "Too many rows a second across the workspace: webhooks answer 429, and those rows are lost.",
    switches: [{ names: ["webhook"], how: { answer: "rate_limited", retryAfterSeconds: 1 } }],
  },
  {
    name: "webhook token wrong",
    description: 'The webhook "leads" wants an auth token that the sender does not send.',
    world: {
      webhooks: {
        [localWebhooks.leads]: { rows: 1200, token: "another-local-token" },
        [localWebhooks.events]: { rows: 300 },
      },
    },
  },
  {
    name: "key dead",
    description: "The API key was revoked: the API answers 401.",
    switches: [{ names: ["me", "credits"], how: { answer: "unauthorized" } }],
  },
  {
    name: "credits zero",
    description: "Data credits are used up, so enrichments stop. A top-up mends this.",
    world: { balance: { credits: 0, actions: 15_000 } },
  },
  {
    name: "actions zero",
    description: "Actions are used up while credits are left. A top-up does not mend this.",
    world: { balance: { credits: 41_200, actions: 0 } },
  },
  {
    name: "credits low",
    description: "Credits are about to run out: 180 are left.",
    world: { balance: { credits: 180, actions: 15_000 } },
  },
  {
    name: "status incident",
    description: "Clay's status page reports that incoming webhooks are not processed; the rest answers.",
    world: {
      status: {
        indicator: "major",
        incidents: [
          { name: "Incoming webhooks are not processed", impact: "major", status: "investigating" },
        ],
      },
    },
  },
  {
    name: "planned maintenance",
    description: "Clay's status page announces maintenance for tonight; nothing is wrong now.",
    world: {
      status: {
        indicator: "none",
        incidents: [{ name: "Database upgrade tonight", impact: "major", status: "scheduled" }],
      },
    },
  },
  {
    name: "being monitored",
    description: "Clay has mended what was wrong, and its status page says that it still watches.",
    world: {
      status: {
        indicator: "none",
        incidents: [{ name: "Rows are late", impact: "critical", status: "monitoring" }],
      },
    },
  },
  {
    name: "status page blocked",
    description: "The status page asks whether we are human, so it says nothing about Clay.",
    switches: [{ names: ["status"], how: { answer: "challenge" } }],
  },
  {
    name: "callback down",
    description: "Your own callback endpoint answers 503; Clay's results for it are lost.",
    switches: [{ names: ["callback"], how: { answer: "server_error" } }],
  },
  {
    name: "clay errors",
    description: "Clay's app, API and webhooks all answer 503: an outage on its side.",
    switches: [{ names: ["app", "api", "webhook", "me", "credits"], how: { answer: "server_error" } }],
  },
  {
    name: "slow",
    description: "Clay answers, but takes three seconds each time.",
    switches: [{ names: ["www", "app", "api", "webhook", "me", "credits"], how: { delayMs: 3000 } }],
  },
  {
    name: "hanging",
    description: "Clay's API takes requests and never answers them; every probe of it ends at its deadline.",
    switches: [{ names: ["api", "webhook", "me", "credits"], how: { answer: "hang" } }],
  },
  {
    name: "unreachable",
    description: "Clay's machines refuse connections; the status page and your callback still answer.",
    refused: true,
  },
  {
    name: "nonsense",
    description: "A proxy in between answers with web pages, endless bodies and redirects in circles.",
    switches: [
      { names: ["status", "me", "webhook"], how: { answer: "html" } },
      { names: ["www"], how: { answer: "redirect_loop" } },
      { names: ["credits"], how: { answer: "bad_utf8" } },
      { names: ["callback"], how: { answer: "endless_body" } },
    ],
  },
];
