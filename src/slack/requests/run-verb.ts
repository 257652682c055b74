import { firstWord } from "../../lib/first-word.ts";
import { nearest } from "../../lib/nearest.ts";
import { LookFailed, StoreUnavailable } from "../../record/store-unavailable.ts";
import { parseIncidentName } from "../../service/incidents.ts";
import { button } from "../blocks/buttons.ts";
import { anyVerbAction, verbAction } from "../blocks/verb-action.ts";
import { type Reply, refuse } from "./answer/reply.ts";
import type { Desk } from "./desk.ts";
import type { Feature, Handle, Verb } from "./feature.ts";
import { unescapeText } from "./receive/readable.ts";
import type { ActionRequest, Request } from "./request.ts";
import { soundsLikeTrouble } from "./sounds-like-trouble.ts";
import { whichIncident } from "./which-incident.ts";

type Verbs = Record<string, Verb>;

/** Runs the verb that was typed; an incident's name shows it, an empty text and an unknown verb get help instead. */
export async function runVerb(verbs: Verbs, typed: string, request: Request, desk: Desk): Promise<Reply> {
  // "@bot: triage" is "triage"; of "?" nothing but itself is left.
  const { word: meant, rest: text } = firstWord(typed.replace(/^[\s:,;–—-]+/u, ""));
  const word = meant || typed.trim();
  const name = word.toLowerCase() || "help";
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb) return run(name, verb, text, request, desk);
  if (verbs.show && parseIncidentName(word)) return run("show", verbs.show, typed.trim(), request, desk);
  if (verbs.triage && soundsLikeTrouble(typed)) return run("triage", verbs.triage, "", request, desk);
  const close = synonymOf(name, verbs) ?? nearest(name, Object.keys(verbs));
  const verbMeant = close ? verbs[close] : undefined;
  return close && verbMeant ? didYouMean(word, close, text, verbMeant) : notUnderstood(typed);
}

/** When it is not clear which incident a verb is about, the person is asked. */
async function run(name: string, verb: Verb, text: string, request: Request, desk: Desk): Promise<Reply> {
  try {
    return await runOne(name, verb, text, request, desk);
  } catch (error) {
    if (verb.group !== "To look" || !(error instanceof StoreUnavailable)) throw error;
    throw new LookFailed(error.message, { cause: error, fix: error.fix });
  }
}

async function runOne(name: string, verb: Verb, text: string, request: Request, desk: Desk): Promise<Reply> {
  const typed = { ...request, text };
  if (verb.about === "anything") return verb.run(typed, desk);
  const found = await whichIncident(name, typed, desk, verb.numbersAre);
  return "ask" in found ? found.ask : verb.run(found, typed, desk);
}

/** Buttons and lists that run a verb, with their value as what is typed after it. */
export function verbActions(verbs: Verbs): Required<Feature>["actions"] {
  const runs =
    (typed: (value: string) => string): Handle<ActionRequest> =>
    (request, desk) =>
      runVerb(verbs, typed(request.value), request, desk);
  const named = Object.keys(verbs).map((name) => [verbAction(name), runs((value) => `${name} ${value}`)]);
  return { ...Object.fromEntries(named), [anyVerbAction]: runs((value) => value) };
}

function synonymOf(word: string, verbs: Verbs): string | undefined {
  return Object.keys(verbs).find((name) => verbs[name]?.synonyms?.includes(word));
}

/** The button goes on with all that was typed, so that nobody types it twice. */
function didYouMean(word: string, verb: string, text: string, { summary }: Verb): Reply {
  const goOn = button({
    action: `${anyVerbAction}:${verb}`,
    text: `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`,
    value: `${verb} ${text}`.trim().slice(0, valueLimit),
    style: "primary",
  });
  return refuse(
    `I do not know “${unescapeText(word)}”. Did you mean “${verb}”? ${summary} “help” lists what I can do.`,
    { press: verb === "help" ? [goOn] : [goOn, help] },
  );
}

/** Slack's limit for what a button carries. */
const valueLimit = 2000;

function notUnderstood(typed: string): Reply {
  const triage = button({
    action: `${anyVerbAction}:triage`,
    text: "Run triage",
    value: "triage",
    style: "primary",
  });
  return refuse(
    `I do not understand “${unescapeText(typed).trim()}”. Run triage to see whether Clay works; “help” lists what I can do.`,
    { press: [triage, help] },
  );
}

const help = button({ action: `${anyVerbAction}:help`, text: "Help", value: "help" });
