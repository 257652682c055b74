import { system } from "../../../lib/actor.ts";
import { say } from "../../../lib/words.ts";
import { createCaptured } from "../../../service/captured.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { patiently } from "../../requests/answer/patiently.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { EventHandler, Handlers } from "../../requests/handlers.ts";
import { createNames } from "../../requests/people/names.ts";
import { maySee } from "../../requests/people/permissions.ts";
import { isDeleted, parseMessage, type SlackMessage, textOf } from "../../requests/receive/slack-message.ts";
import type { FormRequest, Person, Reply, ShortcutRequest } from "../../requests/request.ts";
import { visible, visibleOpen } from "../look/which-incident-handle.ts";
import { createCapture, isEmoji, type Ref } from "./capture-handle.ts";
import { parseTimelineEntry, renderTimelineEntry, timelineEntryForm } from "./timeline-entry-form.ts";

type By = { by: Person; receipt: string };

const offeredAtMost = 100;

/** What people said becomes part of the timeline: by a reaction or a shortcut, kept right as the message changes. */
export function captureHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, web, config, people, log, store } = desk;
  const names = createNames(desk);
  const captured = createCaptured(store);
  const capture = createCapture(desk, names);

  /** The message as it is now. Undefined where the bot may not read it; rejects while Slack has trouble. */
  const fetchMessage = (source: Ref) => patiently(() => readMessage(source));

  /** Replies are not in a channel's history. */
  async function readMessage({ channel, ts }: Ref): Promise<SlackMessage | undefined> {
    const one = { channel, oldest: ts, latest: ts, inclusive: true };
    const history = await web.read("conversations.history", { ...one, limit: 1 });
    const direct = history.messages?.find((message) => message.ts === ts);
    if (direct) return parseMessage(direct);
    const thread = await web.read("conversations.replies", { ...one, ts });
    return parseMessage(thread.messages?.find((message) => message.ts === ts));
  }

  const reactionAdded: EventHandler = async (event) => {
    const reaction = readReaction(event, config.incident.pin_emoji);
    if (!reaction) return;
    const incident = await incidents.inChannel(reaction.source.channel);
    if (!incident) return hintOnce(reaction);
    const { source, userId, receipt } = reaction;
    const admission = await people.admit(userId, undefined);
    if ("refused" in admission) return tell(userId, source.channel, admission.refused);
    const message = await fetchMessage(source);
    if (!message) return;
    const handled = await capture(incident.stream, source, message, { by: admission.person, receipt });
    if (handled.outcome === "done")
      await tell(userId, source.channel, `Added to the timeline of ${incident.stream}.`);
  };

  /** Elsewhere the reaction may mean anything: who may mean an open incident is told once how to add to it. */
  async function hintOnce({ userId, source }: { userId: string; source: Ref }): Promise<void> {
    const key = `capture-hint:${userId}`;
    if (await store.readValue(key)) return;
    const admission = await people.admit(userId, undefined);
    if ("refused" in admission || (await visibleOpen(desk, admission.person)).length === 0) return;
    await store.writeValue(key, desk.clock.now());
    await tell(userId, source.channel, elsewhereHint(config.incident.pin_emoji));
  }

  const reactionRemoved: EventHandler = async (event) => {
    const reaction = readReaction(event, config.incident.pin_emoji);
    if (!reaction) return;
    const { source, userId, receipt } = reaction;
    for (const stream of await captured.streams(source)) {
      const by = { kind: "person" as const, id: userId, name: await people.nameOf(userId) };
      await incidents.change(stream, { type: "withdraw_entry", source }, { by, receipt });
    }
  };

  async function tell(userId: string, channel: string, text: string): Promise<void> {
    await web
      .interactive("chat.postEphemeral", { channel, user: userId, ...plainContent(text) })
      .catch((err) => log.info({ err, user: userId }, "could not answer a person"));
  }

  const messageEvent: EventHandler = async ({ subtype, channel, message, deleted_ts }) => {
    if (subtype === "message_deleted") return forget({ channel: String(channel), ts: String(deleted_ts) });
    const told = subtype === "message_changed" ? parseMessage(message) : undefined;
    if (told) await follow({ channel: String(channel), ts: told.ts }, told);
  };

  async function forget(source: Ref): Promise<void> {
    for (const stream of await captured.streams(source))
      await incidents.change(stream, { type: "delete_entry", source }, { by: system });
  }

  async function follow(source: Ref, told: SlackMessage): Promise<void> {
    if (isDeleted(told)) return forget(source);
    const streams = await captured.streams(source);
    if (streams.length === 0) return;
    // Slack does not promise the order of events: what counts is how the message reads now.
    const message = (await fetchMessage(source)) ?? told;
    const text = await textOf(message, names);
    const editor = message.edited?.user;
    const by = editor ? { kind: "person" as const, id: editor, name: await people.nameOf(editor) } : system;
    for (const stream of streams)
      await incidents.change(stream, { type: "edit_entry", source, text }, { by });
  }

  async function byShortcut(request: ShortcutRequest): Promise<Reply> {
    const { by, receipt } = request;
    const message = parseMessage(request.message?.raw);
    if (!message || !request.message) return { say: plainContent("This message cannot be kept.") };
    const { channel, ts } = request.message;
    const here = await incidents.inChannel(channel);
    if (here && maySee(by, here)) return added(here.stream, { channel, ts }, message, { by, receipt });
    const open = (await visibleOpen(desk, by)).slice(0, offeredAtMost);
    if (open.length === 0)
      return { say: plainContent("No incident is open whose timeline this could join.") };
    return openForm(web, request, renderTimelineEntry({ channel, message }, open), "help");
  }

  async function bySubmit(request: FormRequest): Promise<Reply> {
    const { incident, channel, message: carried } = parseTimelineEntry(request);
    const { by, receipt } = request;
    if (!(await visible(desk, incident, by))) return { errors: { incident: `There is no ${incident}.` } };
    const source = { channel, ts: carried.ts };
    const message = (await readMessage(source).catch(() => undefined)) ?? carried;
    return added(incident, source, message, { by, receipt });
  }

  async function added(stream: string, source: Ref, message: SlackMessage, by: By): Promise<Reply> {
    const handled = await capture(stream, source, message, by);
    if (handled.outcome === "refused") return refusalOf(handled);
    return { say: plainContent(say`Added to the timeline of ${stream}.`) };
  }

  return {
    events: {
      reaction_added: reactionAdded,
      reaction_removed: reactionRemoved,
      message: messageEvent,
    },
    messageShortcuts: { add_to_timeline: byShortcut },
    forms: { [timelineEntryForm]: bySubmit },
  };
}

function elsewhereHint(emoji: string): string {
  return `:${emoji}: adds a message to the timeline in an incident's channel only. From here, use the message's menu: “Add to timeline”.`;
}

/** A reaction of the wanted kind to a message; undefined for all others. */
function readReaction(
  event: Parameters<EventHandler>[0],
  emoji: string,
): { source: Ref; userId: string; receipt: string } | undefined {
  const { type, reaction, item, user, event_ts } = event as typeof event & {
    item?: { type?: string; channel?: string; ts?: string };
  };
  if (!isEmoji(String(reaction), emoji) || item?.type !== "message") return undefined;
  const source = { channel: String(item.channel), ts: String(item.ts) };
  // Slack may deliver one reaction many times, each time under a new id, but with the same moment.
  const receipt = `${type}:${source.channel}:${source.ts}:${user}:${event_ts}`;
  return { source, userId: String(user), receipt };
}
