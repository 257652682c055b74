import { findHelp } from "../../runbook/find-help.ts";
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
          say: text.trim() ? troubleshoot(text, runbook) : overview(verbs(), command),
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

function troubleshoot(words: string, runbook: Runbook): Content {
  const found = findHelp(runbook, words);
  if (found.length === 0) {
    const known = Object.values(runbook.troubleshooting).map(({ issue }) => `• ${escapeText(issue)}`);
    return message([`I have nothing on “${escapeText(words)}”. I know about:`, ...known].join("\n"));
  }
  const entries = found.map(
    ({ issue, cause, solution }) =>
      `*${escapeText(issue)}*\nCause: ${escapeText(cause)}\nWhat to do: ${escapeText(solution)}`,
  );
  return message(entries.join("\n\n"));
}

function message(text: string): Content {
  return { text: shortenMrkdwn(text, textLimit), blocks: chunks(text, sectionLimit).map(section) };
}
