import type { ReceiverEvent } from "@slack/bolt";
import type { BotHealth } from "../../../service/bot-health.ts";

/** The request, telling how long its ack took. */
export function timeAck(event: ReceiverEvent, health: BotHealth): ReceiverEvent {
  const received = performance.now();
  return {
    ...event,
    async ack(response) {
      await event.ack(response);
      health.acked(kindOf(event.body), performance.now() - received);
    },
  };
}

const kinds: { [type: string]: string } = {
  event_callback: "event",
  block_actions: "action",
  view_submission: "view",
  shortcut: "shortcut",
  message_action: "shortcut",
};

function kindOf(body: ReceiverEvent["body"]): string {
  return body.command ? "command" : (kinds[body.type] ?? "other");
}
