import type { ReceiverEvent } from "@slack/bolt";
import type { Logger } from "../../../log.ts";
import { problemWith } from "./payloads.ts";

/**
 * Answers a payload that is not of the shape Slack documents, so that neither Bolt nor a handler trips over it, and
 * logs what is wrong. It is acked: Slack would send the same again. Undefined when there is nothing to refuse.
 */
export function refuseUnreadable(event: ReceiverEvent, log: Logger): Promise<void> | undefined {
  const problem = problemWith(event.body);
  if (problem === undefined) return undefined;
  const { type, command } = (event.body ?? {}) as { type?: unknown; command?: unknown };
  log.error({ type, command, problem }, "Slack sent something I cannot read; nothing was done");
  return event.ack(answerTo(event.body));
}

const unreadable =
  "I could not read what Slack sent me. Nothing was done. Try again; whoever runs me finds why in my log.";

/** A command gets a sentence, and so does a form, which then stays open with what was typed. */
function answerTo(body: unknown): unknown {
  const { command, type, view } = (body ?? {}) as {
    command?: unknown;
    type?: unknown;
    view?: { state?: { values?: object } };
  };
  if (command !== undefined) return { response_type: "ephemeral", text: unreadable };
  const [first] = type === "view_submission" ? Object.keys(view?.state?.values ?? {}) : [];
  return first && { response_action: "errors", errors: { [first]: unreadable } };
}
