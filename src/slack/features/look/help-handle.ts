import { type Advice, findHelp, type HelpTopic, type WayIn } from "../../../runbook/find/find-help.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { chunks, escapeText, section, sectionLimit, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import type { Handlers, Verb } from "../../requests/handlers.ts";
import { unescapeText } from "../../requests/receive/readable.ts";

/**
 * The verb that explains the others, all of them or the one named; words, or a message copied from a cell, it looks up
 * in the runbook.
 */
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
          say: helpWith(unescapeText(text).trim(), { verbs: verbs(), command, runbook }),
        }),
      },
    },
  };
}

type Known = { verbs: Record<string, Verb>; command: string; runbook: Runbook };

function helpWith(words: string, { verbs, command, runbook }: Known): Content {
  if (words === "") return overview(verbs, command);
  const name = words.toLowerCase();
  if (!Object.hasOwn(verbs, name)) return renderTroubleshooting(runbook, words, command);
  return message(
    [line(verbs[name]!), ...findHelp(runbook, words).map((found) => topic(found, command))].join("\n\n"),
  );
}

function overview(verbs: Record<string, Verb>, command: string): Content {
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

function line({ usage, summary }: Verb): string {
  return `• \`${usage}\`  ${summary}`;
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
  const topics = found.map((one) => topic(one, command));
  return message([...topics, ...(words.trim() ? [] : [more])].join("\n\n"));
}

function topic(found: HelpTopic, command: string): string {
  return "symptom" in found ? wayIn(found, command) : advice(found);
}

function wayIn({ issue, symptom }: WayIn, command: string): string {
  const walk = `\`${command} diagnose ${issue.toLowerCase()}\` walks you through it.`;
  return `*${escapeText(issue)}*\n${escapeText(symptom)}\nWhat to do: ${walk}`;
}

function advice({ issue, cause, solution, link }: Advice): string {
  const open = link ? ` <${link}|Open>` : "";
  return `*${escapeText(issue)}*\nCause: ${escapeText(cause)}\nWhat to do: ${escapeText(solution)}${open}`;
}

function message(text: string): Content {
  return { text: shortenMrkdwn(text, textLimit), blocks: chunks(text, sectionLimit).map(section) };
}
