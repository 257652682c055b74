import { variables } from "./variables.ts";

const head = `# Copy to .env and fill in what you need. Variables of the environment win over those here; both win over the
# configuration file, save for webhooks, keys and callbacks listed there. An empty value counts as not set.
# Made by \`npm run env-example\` from src/config/variables.ts; a test keeps it current.

# Configuration file. Default: clay-incident.yml or .yaml in the working directory, if there is one.
# CLAY_INCIDENT_CONFIG=clay-incident.yml
`;

/** What most people set; the others are shown commented out. */
const usual = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CLAY_WEBHOOK_URL", "CLAY_API_KEY", "CLAY_CALLBACK_URL"];

/** The text of .env.example: every variable, with what it is and where to find it. */
export function renderEnvExample(): string {
  const entries = variables.map(({ name, about, example = "" }) =>
    usual.includes(name) ? `# ${about}\n${name}=` : `# ${about}\n# ${name}=${example}`,
  );
  return `${[head, ...entries].join("\n\n").replace("\n\n\n", "\n\n")}\n`;
}
