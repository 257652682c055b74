import type { Request } from "../../../record/attempt.ts";
import { createCaptured } from "../../../service/captured.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Names } from "../../requests/receive/readable.ts";
import {
  authorOf,
  imageOf,
  type SlackMessage,
  saidAt,
  textOf,
} from "../../requests/receive/slack-message.ts";

/** Where a message is. */
export type Ref = { channel: string; ts: string };

/** Puts what somebody said into an incident's timeline, with its link. */
export function createCapture({ incidents, store, web, log }: Desk, names: Names) {
  const captured = createCaptured(store);

  async function permalink({ channel, ts }: Ref): Promise<string | undefined> {
    try {
      return (await web.interactive("chat.getPermalink", { channel, message_ts: ts })).permalink;
    } catch (err) {
      log.info({ err }, "a message has no link");
      return undefined;
    }
  }

  return async (stream: string, source: Ref, message: SlackMessage, request: Request) => {
    const image = imageOf(message);
    const link = await permalink(source);
    // Before the event, so that no captured message is without its entry here; one too many does no harm.
    await captured.remember(source, stream);
    return incidents.change(
      stream,
      {
        type: "capture_entry",
        source,
        author: await authorOf(message, names),
        saidAt: saidAt(message),
        text: await textOf(message, names),
        ...(link && { link }),
        ...(image && { image }),
      },
      request,
    );
  };
}

/** Whether a reaction is of the wanted kind: skin tones come behind the name, as in "raised_hand::skin-tone-2". */
export function isEmoji(reaction: string, emoji: string): boolean {
  return reaction.split("::")[0] === emoji;
}
