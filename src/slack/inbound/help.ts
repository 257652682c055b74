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
  const lines = Object.values(verbs).map(({ usage, summary }) => `• \`${command} ${usage}\`  ${summary}`);
  const first = `*Is Clay broken?* Start with \`${command} triage\`. In a thread, mention me instead: @clay-incident triage.`;
  return message([first, ...lines].join("\n"));
}

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
