import { durationText } from "../../../lib/duration.ts";
import { type Advice, findHelp, type HelpTopic, type WayIn } from "../../../runbook/find/find-help.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { type Severity, severities, severityWords } from "../../../runbook/severity.ts";
import { chunks, escapeText, section, sectionLimit, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Verb } from "../../requests/feature.ts";
import { unescapeText } from "../../requests/receive/readable.ts";
import { type VerbHelp, verbGroups } from "../../requests/verb-help.ts";
import { parseSeverity } from "../update/choices.ts";

const help: Verb = {
  usage: "help [words | P1]",
  summary: "Lists the commands, explains a severity, or looks words up in the troubleshooting table.",
  group: "More",
  synonyms: ["?", "commands"],
  about: "anything",
  run: async ({ text }, desk) => show(helpWith(unescapeText(text).trim(), desk)),
};

/**
 * The verb that explains the others, all of them or the one named; words, or a message copied from a cell, it looks up
 * in the runbook.
 */
export const helping: Feature = { verbs: { help } };

function helpWith(words: string, { verbs, config, runbook }: Desk): Content {
  const { command } = config.slack;
  if (words === "") return overview(verbs, command);
  const severity = parseSeverity(words);
  if (severity) return message(severityLines(runbook, severity));
  const name = words.toLowerCase();
  if (name === "severity" || name === "severities") {
    const explained = severities.map((one) => severityLines(runbook, one));
    return message([...explained, ...(verbs.severity ? [line(verbs.severity)] : [])].join("\n\n"));
  }
  if (!Object.hasOwn(verbs, name)) return renderTroubleshooting(runbook, words, command);
  return message(
    [line(verbs[name]!), ...findHelp(runbook, words).map((found) => topic(found, command))].join("\n\n"),
  );
}

function overview(verbs: Desk["verbs"], command: string): Content {
  const parts = verbGroups.map((title) => {
    const told = Object.values(verbs).filter(({ group }) => group === title);
    return [`*${title}*`, ...told.map(line)].join("\n");
  });
  const first = `*Is Clay broken?* Start with \`${command} triage\`. Each of these goes after \`${command}\`; in a thread, mention me instead: @Clay incident triage.`;
  return message([first, ...parts].join("\n\n"));
}

/** A severity for people who do not know the code: how bad, what we promise, what to do, what it looks like. */
function severityLines({ severities: rules, wording }: Runbook, severity: Severity): string {
  const { definition, respond_within: within, update_every_minutes: every, examples } = rules[severity];
  const responds =
    within === "next_business_day"
      ? "on the next working day"
      : `within ${durationText(within.minutes * 60_000)}`;
  const updates =
    every === null ? "No updates are promised." : `You hear more every ${durationText(every * 60_000)}.`;
  const advice = wording.audiences.go_to_market.advice[severity];
  return [
    `*${severity} · ${severityWords[severity]}: ${escapeText(definition)}*`,
    `Somebody responds ${responds}. ${updates}`,
    ...(advice ? [`What to do: ${escapeText(advice)}`] : []),
    ...(examples.length > 0 ? [`For example: ${escapeText(examples.join(", "))}.`] : []),
  ].join("\n");
}

function line({ usage, summary }: VerbHelp): string {
  return `• \`${usage}\`  ${summary}`;
}

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
