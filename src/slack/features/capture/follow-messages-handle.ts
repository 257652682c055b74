import { z } from "zod";
import { system } from "../../../lib/actor.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature } from "../../requests/feature.ts";
import { messageDeleted, ofSubtype, onEvent } from "../../requests/on-event.ts";
import { isDeleted, type SlackMessage, slackMessage, textOf } from "../../requests/receive/slack-message.ts";
import { fetchMessage, type Ref } from "./capture.ts";

const messageChanged = z.object({ channel: z.string(), message: slackMessage });

async function forget(source: Ref, { captured, incidents }: Desk): Promise<void> {
  for (const stream of await captured.streams(source))
    await incidents.change(stream, { type: "delete_entry", source }, { by: system });
}

async function follow(source: Ref, told: SlackMessage, desk: Desk): Promise<void> {
  const { captured, incidents, people, names } = desk;
  if (isDeleted(told)) return forget(source, desk);
  const streams = await captured.streams(source);
  if (streams.length === 0) return;
  // Slack does not promise the order of events: what counts is how the message reads now.
  const message = (await fetchMessage(source, desk)) ?? told;
  const text = await textOf(message, names);
  const editor = message.edited?.user;
  const by = editor ? { kind: "person" as const, id: editor, name: await people.nameOf(editor) } : system;
  for (const stream of streams) await incidents.change(stream, { type: "edit_entry", source, text }, { by });
}

const changed = ofSubtype(
  "message_changed",
  onEvent(messageChanged, ({ channel, message }, desk) => follow({ channel, ts: message.ts }, message, desk)),
);

const deleted = ofSubtype(
  "message_deleted",
  onEvent(messageDeleted, ({ channel, deleted_ts }, desk) => forget({ channel, ts: deleted_ts }, desk)),
);

/** What is in a timeline is kept right as its message changes. */
export const followingMessages: Feature = {
  events: {
    async message(event, desk) {
      await changed(event, desk);
      await deleted(event, desk);
    },
  },
};
