import type { ActionsBlock } from "@slack/types";
import { nearest } from "../../lib/nearest.ts";
import { parseIncidentName } from "../../service/incidents.ts";
import { button } from "../blocks/buttons.ts";
import { plainContent } from "../blocks/mrkdwn.ts";
import { anyVerbAction } from "../blocks/verb-action.ts";
import type { Verb } from "./handlers.ts";
import { unescapeText } from "./receive/readable.ts";
import type { Reply, VerbRequest } from "./request.ts";

/** Runs the verb that was typed; an incident's name shows it, an empty text and an unknown verb get help instead. */
export async function runVerb(
  verbs: Record<string, Verb>,
  typed: string,
  request: Omit<VerbRequest, "text">,
): Promise<Reply> {
  const [, word = "", text = ""] = /^(\S*)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
  const name = word.toLowerCase() || "help";
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb) return verb.run({ ...request, text });
  if (verbs.show && parseIncidentName(word)) return verbs.show.run({ ...request, text: typed.trim() });
  const close = synonymOf(name) ?? nearest(name, Object.keys(verbs));
  return { say: close && verbs[close] ? didYouMean(word, close, text, verbs[close]) : notUnderstood(typed) };
}

/** What people type who have not read the list of verbs. */
const synonyms: Record<string, readonly string[]> = {
  triage: ["check", "test", "run"],
  declare: ["open", "new", "create", "report", "incident"],
  diagnose: ["why", "debug", "troubleshoot"],
  lead: ["assign", "own", "take"],
  resolve: ["close", "done", "end", "fixed", "finish"],
  timeline: ["history", "log"],
  help: ["?", "commands"],
};

function synonymOf(word: string): string | undefined {
  return Object.keys(synonyms).find((verb) => synonyms[verb]!.includes(word));
}

/** The button goes on with all that was typed, so that nobody types it twice. */
function didYouMean(word: string, verb: string, text: string, { summary }: Verb) {
  const label = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
  return withButtons(
    `I do not know “${unescapeText(word)}”. Did you mean “${verb}”? ${summary} “help” lists what I can do.`,
    button({
      action: `${anyVerbAction}:${verb}`,
      text: label,
      value: `${verb} ${text}`.trim().slice(0, valueLimit),
      style: "primary",
    }),
    ...(verb === "help" ? [] : [help]),
  );
}

/** Slack's limit for what a button carries. */
const valueLimit = 2000;

function notUnderstood(typed: string) {
  const run = button({
    action: `${anyVerbAction}:triage`,
    text: "Run triage",
    value: "triage",
    style: "primary",
  });
  return withButtons(
    `I do not understand “${unescapeText(typed).trim()}”. Run triage to see whether Clay works; “help” lists what I can do.`,
    run,
    help,
  );
}

const help = button({ action: `${anyVerbAction}:help`, text: "Help", value: "help" });

function withButtons(words: string, ...elements: ActionsBlock["elements"]) {
  const { text, blocks } = plainContent(words);
  return { text, blocks: [...blocks, { type: "actions" as const, elements }] };
}
