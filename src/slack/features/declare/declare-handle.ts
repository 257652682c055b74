import type { Origin } from "../../../incident/events.ts";
import { titleAtMost } from "../../../incident/limits.ts";
import { shorten } from "../../blocks/mrkdwn.ts";
import { type Feature, type Handle, onSubmit, type Verb } from "../../requests/feature.ts";
import { parseMessage, textOf } from "../../requests/receive/slack-message.ts";
import type { ActionRequest, Request, ShortcutRequest } from "../../requests/request.ts";
import { triageActions } from "../triage/triage-buttons-render.ts";
import { leadingSeverity } from "../update/choices.ts";
import { checklistActions } from "../walk/checklist-render.ts";
import { type DeclareCarried, declareForm } from "./declare-form.ts";
import { knownFrom } from "./declared-run.ts";
import { openDeclareForm } from "./open-declare-form.ts";
import { submitDeclaration } from "./submit-declaration.ts";

const declare: Verb = {
  usage: "declare [P1–P4] [what is wrong]",
  summary: "Opens an incident: a channel, a notification that stays current, triage in it.",
  group: "When something is wrong",
  synonyms: ["open", "new", "create", "report", "incident"],
  about: "anything",
  async run(request, desk) {
    const text = await desk.readable(request.text);
    const { severity, word, rest } = leadingSeverity(text);
    const isNoSeverity = !severity && /^p\d+$/i.test(word);
    const title = severity || isNoSeverity ? rest.replaceAll(/\s+/g, " ") : text;
    const known = {
      title,
      // What the title has no room for is not lost.
      ...(title.length > titleAtMost && { impact: title }),
      ...(severity && { severity }),
      ...(isNoSeverity && { severityHint: `“${word}” is no severity. Choose one of these.` }),
    };
    const { channel, threadTs } = request;
    const thread = channel && threadTs && { origin: { channel, threadTs } };
    return openDeclareForm(request, known, { channel, ...(thread || {}) }, desk, request.text);
  },
};

const byShortcut: Handle<ShortcutRequest> = (request, desk) =>
  openDeclareForm(request, {}, { channel: null }, desk);

/** Of a message an incident was declared from; as JSON it must fit into the 3,000 characters a form carries. */
const keptOfMessage = 1000;

const byMessage: Handle<ShortcutRequest> = async (request, desk) => {
  const { message } = request;
  if (!message) return openDeclareForm(request, {}, { channel: request.channel }, desk);
  const said = parseMessage(message.raw);
  // Of one that shows only blocks the link remains.
  const text = shorten((said && (await textOf(said, desk.names))) || "(without text)", keptOfMessage);
  const by = message.user;
  const author = by && { kind: "person" as const, id: by, name: await desk.people.nameOf(by) };
  const origin = { ...originAt(message, request), text, ...(author && { author }) };
  return openDeclareForm(request, { detection: "user_report" }, { channel: message.channel, origin }, desk);
};

/** Filled in from what triage found. */
const byTriage: Handle<ActionRequest> = async (request, desk) => {
  const carried: DeclareCarried = {
    channel: request.channel,
    triage: request.value,
    ...(request.message && { origin: originAt(request.message, request) }),
  };
  return openDeclareForm(request, knownFrom(await desk.runs.load(request.value), desk), carried, desk);
};

/** Where a message stands, and in which thread. */
function originAt({ channel, ts }: { channel: string; ts: string }, { threadTs }: Request): Origin {
  return { channel, messageTs: ts, ...(threadTs && { threadTs }) };
}

/** Declaring: by verb, by shortcut, from a message, from a triage run. */
export const declaring: Feature = {
  verbs: { declare },
  actions: { [triageActions.declare]: byTriage, [checklistActions.declare]: byTriage },
  forms: [onSubmit(declareForm, submitDeclaration)],
  globalShortcuts: { declare_incident: byShortcut },
  messageShortcuts: { declare_from_message: byMessage },
};
