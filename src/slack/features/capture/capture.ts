import type { IncidentEvent } from "../../../incident/events.ts";
import type { Incident } from "../../../incident/state.ts";
import type { Handled } from "../../../record/attempt.ts";
import { patiently } from "../../requests/answer/patiently.ts";
import type { Desk } from "../../requests/desk.ts";
import {
  authorOf,
  imageOf,
  parseMessage,
  type SlackMessage,
  saidAt,
  textOf,
} from "../../requests/receive/slack-message.ts";
import type { Request } from "../../requests/request.ts";

/** Where a message is. */
export type Ref = { channel: string; ts: string };

/** Puts what somebody said into an incident's timeline, with its link. */
export async function capture(
  stream: string,
  source: Ref,
  message: SlackMessage,
  request: Pick<Request, "by"> & Partial<Pick<Request, "receipt">>,
  desk: Desk,
): Promise<Handled<Incident, IncidentEvent>> {
  const { incidents, captured, names } = desk;
  const image = imageOf(message);
  const link = await permalink(source, desk);
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
}

async function permalink({ channel, ts }: Ref, { web, log }: Desk): Promise<string | undefined> {
  try {
    return (await web.interactive("chat.getPermalink", { channel, message_ts: ts })).permalink;
  } catch (err) {
    log.info({ err }, "a message has no link");
    return undefined;
  }
}

/** The message as it is now. Undefined where the bot may not read it; rejects while Slack has trouble. */
export function fetchMessage(
  source: Ref,
  desk: Pick<Desk, "web" | "clock">,
): Promise<SlackMessage | undefined> {
  return patiently(() => readMessage(source, desk));
}

/** The message as it is now, asked for once. Replies are not in a channel's history. */
export async function readMessage(
  { channel, ts }: Ref,
  { web }: Pick<Desk, "web">,
): Promise<SlackMessage | undefined> {
  const one = { channel, oldest: ts, latest: ts, inclusive: true };
  const history = await web.read("conversations.history", { ...one, limit: 1 });
  const direct = history.messages?.find((message) => message.ts === ts);
  if (direct) return parseMessage(direct);
  const thread = await web.read("conversations.replies", { ...one, ts });
  return parseMessage(thread.messages?.find((message) => message.ts === ts));
}

/** Whether a reaction is of the wanted kind: skin tones come behind the name, as in "raised_hand::skin-tone-2". */
export function isEmoji(reaction: string, emoji: string): boolean {
  return reaction.split("::")[0] === emoji;
}
