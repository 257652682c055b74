import { findHelp, type HelpTopic } from "../../runbook/find-help.ts";
import type { Runbook } from "../../runbook/schema.ts";
import { chunks, escapeText, section, sectionLimit, shortenMrkdwn, textLimit } from "../render/mrkdwn.ts";
import type { Content } from "../slots.ts";
import type { Handlers, Verb } from "./handlers.ts";

/** The verb that explains the others; with words, or a message copied from a cell, it looks them up in the runbook. */
export function helpHandlers(
  verbs: () => Record<string, Verb>,
  command: string,
  runbook: Runbook,
): Partial<Handlers> {
  return {
    verbs: {
      help: {
        usage: "help [words]",
        summary: "Lists the commands, or looks words up in the troubleshooting table.",
        run: async ({ text }) => ({
          say: text.trim() ? renderTroubleshooting(runbook, text, command) : overview(verbs(), command),
        }),
      },
    },
  };
}

function overview(verbs: Record<string, Verb>, command: string): Content {
  const line = ({ usage, summary }: Verb) => `• \`${usage}\`  ${summary}`;
  const grouped = Object.entries(groups).map(([title, names]) => ({
    title,
    told: names.flatMap((name) => verbs[name] ?? []),
  }));
  const named = new Set(Object.values(groups).flat());
  const rest = Object.keys(verbs).filter((name) => !named.has(name));
  const all = [...grouped, { title: "More", told: rest.map((name) => verbs[name]!) }];
  const parts = all
    .filter(({ told }) => told.length > 0)
    .map(({ title, told }) => [`*${title}*`, ...told.map(line)].join("\n"));
  const first = `*Is Clay broken?* Start with \`${command} triage\`. Each of these goes after \`${command}\`; in a thread, mention me instead: @Clay incident triage.`;
  return message([first, ...parts].join("\n\n"));
}

/** What one needs first comes first; verbs of no group come last. */
const groups = {
  "When something is wrong": ["triage", "declare", "diagnose"],
  "In an incident": [
    "update",
    "lead",
    "severity",
    "note",
    "todo",
    "edit",
    "private",
    "support",
    "watch",
    "figure",
    "snooze",
    "dismiss",
    "resolve",
  ],
  Afterwards: ["postmortem", "credits", "reopen", "archive"],
  "To look": ["list", "show", "status", "timeline", "template", "stats"],
};

/** The runbook's advice for words, or for a message copied from a cell; all of the troubleshooting table without any. */
export function renderTroubleshooting(runbook: Runbook, words: string, command: string): Content {
  const found = findHelp(runbook, words);
  const more = `\`${command} help words\` looks up anything else, also a message copied from a red cell.`;
  if (found.length === 0) {
    const known = Object.values(runbook.troubleshooting).map(({ issue }) => `• ${escapeText(issue)}`);
    return message([`I have nothing on “${escapeText(words)}”. I know about:`, ...known].join("\n"));
  }
  return message([...found.map(topic), ...(words.trim() ? [] : [more])].join("\n\n"));
}

function topic({ issue, cause, solution, link }: HelpTopic): string {
  const open = link ? ` <${link}|Open>` : "";
  return `*${escapeText(issue)}*\nCause: ${escapeText(cause)}\nWhat to do: ${escapeText(solution)}${open}`;
}

function message(text: string): Content {
  return { text: shortenMrkdwn(text, textLimit), blocks: chunks(text, sectionLimit).map(section) };
}
