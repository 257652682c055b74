import type { ActionsBlock } from "@slack/types";
import { parseIncidentName } from "../../engine/incidents.ts";
import { nearest } from "../../lib/nearest.ts";
import { button } from "../render/buttons.ts";
import { plainContent } from "../render/mrkdwn.ts";
import { anyVerbAction } from "../verb-action.ts";
import type { Verb } from "./handlers.ts";
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
  const close = nearest(name, Object.keys(verbs));
  const hint = close ? `Did you mean "${close}"? ${verbs[close]!.summary}` : "";
  const words = [`I do not know "${word}".`, hint, "“help” lists what I can do."].filter(Boolean).join(" ");
  const { text: told, blocks } = plainContent(words);
  return { say: { text: told, blocks: [...blocks, waysOn] } };
}

const waysOn: ActionsBlock = {
  type: "actions",
  elements: [
    button({ action: `${anyVerbAction}:triage`, text: "Run triage", value: "triage" }),
    button({ action: `${anyVerbAction}:help`, text: "Help", value: "help" }),
  ],
};
