import type { ActionsBlock, ModalView } from "@slack/types";
import { plainText, type Words } from "../../../lib/words.ts";
import type { Handled } from "../../../record/attempt.ts";
import { button } from "../../blocks/buttons.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";
import { fitMessage } from "../../web/fit-message.ts";

/** What the person gets back, privately and at once. */
export type Reply =
  /** Nothing is told: what they asked for shows elsewhere. */
  | { kind: "done" }
  | { kind: "told"; content: Content }
  /** A command was refused and nothing changed. A form stays open, with the sentence under `field`, or its first. */
  | { kind: "refused"; content: Content; sentence: string; field?: string }
  /** Something went wrong and nothing changed. A form stays open, so that what was typed is not lost. */
  | { kind: "failed"; content: Content }
  /** Fields of a form to put right: a sentence by block id. */
  | { kind: "invalid"; errors: Record<string, string> }
  /** The view that takes the place of the form they sent. */
  | { kind: "next"; view: ModalView }
  /** A form was opened. Slack tells its id, unless the form lies upon another. */
  | { kind: "opened"; viewId?: string }
  /** It takes a while: `answer` follows in the same place; soon, and `meanwhile` is not told. It never rejects. */
  | { kind: "later"; meanwhile: Content; answer: Promise<Reply> };

/** Nothing to tell: what was asked for shows elsewhere. */
export const done: Reply = { kind: "done" };

/** Tells a sentence. */
export function tell(words: Words): Reply {
  return { kind: "told", content: plainContent(words) };
}

/** Shows blocks. */
export function show(content: Content): Reply {
  return { kind: "told", content };
}

/** Says why something was not done; in a form under `field`, else with what can be pressed instead. */
export function refuse(
  words: Words,
  { field, press }: { field?: string; press?: ActionsBlock["elements"] } = {},
): Reply {
  const { text, blocks } = plainContent(words);
  return {
    kind: "refused",
    content: { text, blocks: press ? [...blocks, { type: "actions", elements: press }] : blocks },
    sentence: plainText(words),
    ...(field && { field }),
  };
}

/** The reply, with its refusal under that field of the form. */
export function under(field: string, reply: Reply): Reply {
  return reply.kind === "refused" ? { ...reply, field } : reply;
}

/** The answer to a command on a record: why it was refused, else `then`. */
export function replyTo(handled: Handled<unknown, unknown>, then: Reply = done): Reply {
  if (handled.outcome !== "refused") return then;
  const { code, message } = handled.refusal;
  if (code !== "already_resolved") return refuse(message);
  return refuse(message, {
    press: [button({ action: verbAction("reopen"), text: "Reopen", value: handled.stream })],
  });
}

/** What a reply tells at once, as long as Slack takes it; undefined where it tells nothing. */
export function toldAtOnce(reply: Reply): Content | undefined {
  if (reply.kind === "later") return reply.meanwhile;
  return "content" in reply ? fitMessage(reply.content) : undefined;
}
