import { nearest } from "../../lib/nearest.ts";
import { plainContent } from "../render/mrkdwn.ts";
import type { Verb } from "./handlers.ts";
import type { Reply, VerbRequest } from "./request.ts";

/** Runs the verb that was typed; an empty text and an unknown verb get help instead. */
export async function runVerb(
  verbs: Record<string, Verb>,
  typed: string,
  request: Omit<VerbRequest, "text">,
): Promise<Reply> {
  const [, word = "", text = ""] = /^(\S*)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
  const name = word.toLowerCase() || "help";
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb) return verb.run({ ...request, text });
  const close = nearest(name, Object.keys(verbs));
  const hint = close ? `Did you mean "${close}"? ${verbs[close]!.summary}` : "";
  const all = `I know: ${Object.keys(verbs).join(", ")}.`;
  return { say: plainContent([`I do not know "${word}".`, hint, all].filter(Boolean).join(" ")) };
}
