import type { ReceiverEvent } from "@slack/bolt";
import type { Logger } from "../../../log.ts";

/** Slack waits 3 s for an ack; ours goes out before, or the person sees an error for work that will still be done. */
export const ackWithinMs = 2500;

/**
 * Makes an ack mean "it is on disk". Events are acked when their listeners have ended, not before, so that Slack
 * delivers again what a crash or an error interrupted. What nobody acked in time is acked here, saying so.
 */
export async function guardAck(
  event: ReceiverEvent,
  process: (event: ReceiverEvent) => Promise<void>,
  log: Logger,
): Promise<void> {
  let acked = false;
  const isEvent = event.body.type === "event_callback";
  const ack = async (response?: unknown) => {
    if (acked) return;
    acked = true;
    await event.ack(response);
  };
  const timer = setTimeout(() => {
    if (isEvent || acked) return;
    log.warn({ type: event.body.type ?? event.body.command }, "acked late, before the work was done");
    ack(lateAnswer(event.body)).catch((err) => log.error({ err }, "could not ack"));
  }, ackWithinMs);
  try {
    await process({ ...event, ack: isEvent ? async () => {} : ack });
    if (!acked) await ack(isEvent ? undefined : nobodyAnswered(event.body));
  } finally {
    clearTimeout(timer);
  }
}

function lateAnswer(body: ReceiverEvent["body"]): unknown {
  return body.command
    ? { response_type: "ephemeral", text: "Still working on it. I will answer here." }
    : undefined;
}

function nobodyAnswered(body: ReceiverEvent["body"]): unknown {
  return body.command ? { response_type: "ephemeral", text: `I do not know ${body.command}.` } : undefined;
}
