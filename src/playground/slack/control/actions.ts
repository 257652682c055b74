import { openDirect } from "../api/conversations/open-direct.ts";
import { showFile } from "../api/files.ts";
import {
  type ActOptions,
  actInMessage,
  actInView,
  confirmOf,
  findElement,
  type Target,
} from "../people/act.ts";
import { runCommand } from "../people/command.ts";
import type { Interaction } from "../people/interaction.ts";
import { closeView, type Entries, fillView, submitView } from "../people/modal.ts";
import { askOptions, useMessageShortcut, useShortcut } from "../people/shortcut.ts";
import { richText, typedText } from "../people/typed-text.ts";
import type { Slack } from "../slack.ts";
import { emitEvent } from "../workspace/events.ts";
import { changeMessage, findMessage, postMessage, removeMessage } from "../workspace/messages.ts";
import { react, unreact } from "../workspace/reactions.ts";
import type { Channel, Fields, Message, MessageRef, SharedFile, User } from "../workspace/types.ts";
import { showView } from "../workspace/views.ts";
import { canSee } from "../workspace/workspace.ts";
import { createLookup } from "./lookup.ts";

/** A message, or a view: the home tab or an open modal. */
export type Place = MessageRef | { view: string };

/** Where someone says something, and the names of files they add. */
type SayOptions = { threadTs?: string; files?: string[] };

/** Creates what people do in Slack. Each throws where Slack's client would not let them. */
export function createActions(slack: Slack) {
  const find = createLookup(slack);

  function visible(user: User, channel: Channel): Channel {
    if (!canSee(slack.workspace, user.id, channel))
      throw new Error(`${user.name} cannot see ${channel.name}`);
    return channel;
  }

  function member(user: User, channel: Channel): Channel {
    if (!channel.members.has(user.id))
      throw new Error(`${user.name} is not in ${channel.name || channel.id}`);
    if (channel.archived) throw new Error(`${channel.name} is archived`);
    return channel;
  }

  function own(userName: string, ref: MessageRef): { channel: Channel; message: Message } {
    const channel = find.channel(ref.channel);
    const message = findMessage(channel, ref.ts);
    if (message?.user !== find.user(userName).id)
      throw new Error(`${ref.ts} is not a message of ${userName}`);
    return { channel, message };
  }

  function act(
    userName: string,
    place: Place,
    target: Target,
    value: unknown,
    options?: ActOptions,
  ): Promise<Interaction> {
    const user = find.user(userName);
    if ("view" in place) return actInView(slack, user, find.view(place.view), target, value, options);
    const channel = visible(user, find.channel(place.channel));
    return actInMessage(slack, user, channel, find.message(place, user.id), target, value, options);
  }

  function blocksAt(userName: string, place: Place) {
    if ("view" in place) return find.view(place.view).blocks;
    return find.message(place, find.user(userName).id).blocks ?? [];
  }

  /** Puts a file of someone's into a channel, as its client does before the message is sent. */
  function share(person: User, place: Channel, name: string): Fields {
    const id = slack.ids.next("F");
    const file: SharedFile = {
      id,
      name,
      title: name,
      user: person.id,
      created: Math.floor(slack.clock.now() / 1000),
      content: Buffer.from(name),
      altText: "",
      channels: [place.id],
      deleted: false,
    };
    slack.workspace.files.set(id, file);
    return showFile(slack, file);
  }

  function say(user: string, channel: string, text: string, options: SayOptions = {}): MessageRef {
    const person = find.user(user);
    const place = member(person, find.channel(channel));
    const typed = typedText(slack, text);
    const content = {
      text: typed,
      blocks: richText(slack, typed),
      client_msg_id: slack.ids.secret(),
      team: person.teamId,
      ...(options.threadTs ? { thread_ts: options.threadTs } : {}),
      ...(options.files
        ? { subtype: "file_share", files: options.files.map((name) => share(person, place, name)) }
        : {}),
    };
    const { ts } = postMessage(slack, place, content, { user: person.id });
    return { channel: place.id, ts };
  }

  return {
    /** Runs a slash command in a channel, as typed. */
    command(user: string, channel: string, typed: string): Promise<Interaction> {
      const person = find.user(user);
      return runCommand(slack, person, member(person, find.channel(channel)), typed);
    },

    /** Presses a button. Its confirm dialog, if any, is passed unless `confirm` is false. */
    click: (user: string, place: Place, target: Target, options?: ActOptions) =>
      act(user, place, target, undefined, options),

    /** Chooses in a select, a menu, checkboxes or a picker. Options are named by value or label. */
    choose: (user: string, place: Place, target: Target, value: unknown, options?: ActOptions) =>
      act(user, place, target, value, options),

    /** The confirm dialog an element would show first, if any. */
    confirmDialog: (user: string, place: Place, target: Target) => confirmOf(blocksAt(user, place), target),

    /** What an external select offers for a query: the app's answer is the ack. */
    suggest(user: string, place: Place, target: Target, query: string): Promise<Interaction> {
      const { block, element } = findElement(blocksAt(user, place), target);
      const shown: Fields =
        "view" in place
          ? { view: showView(find.view(place.view), { ...slack.app, teamId: slack.workspace.teamId }) }
          : {
              container: {
                type: "message",
                message_ts: place.ts,
                channel_id: find.channel(place.channel).id,
              },
            };
      const details = { ...shown, block_id: block.block_id };
      return askOptions(slack, find.user(user), details, String(element.action_id), query);
    },

    /** Fills in inputs of a modal, by action_id or "block_id/action_id". */
    fill: (user: string, viewId: string, entries: Entries) =>
      fillView(slack, find.user(user), find.view(viewId), entries),

    /** Submits a modal. */
    submit: (user: string, viewId: string) => submitView(slack, find.user(user), find.view(viewId)),

    /** Closes the top modal, or with `all` the whole stack. */
    closeModal: (user: string, all = false) => closeView(slack, find.user(user), all),

    shortcut: (user: string, callbackId: string) => useShortcut(slack, find.user(user), callbackId),

    messageShortcut(user: string, callbackId: string, ref: MessageRef): Promise<Interaction> {
      const person = find.user(user);
      const channel = visible(person, find.channel(ref.channel));
      return useMessageShortcut(slack, person, callbackId, channel, find.message(ref, person.id));
    },

    /** Says something in a channel. "@name" and "#channel" become mentions. */
    say,

    /** Mentions the bot in a channel. */
    mention(user: string, channel: string, text: string, options: { threadTs?: string } = {}): MessageRef {
      return say(user, channel, `<@${slack.app.botUserId}> ${text}`, options);
    },

    /** Writes to the bot directly. */
    sayDirectly(user: string, text: string): MessageRef {
      return say(user, openDirect(slack, [find.user(user).id]).id, text);
    },

    /** Adds a reaction. False when it was there already. */
    react: (user: string, ref: MessageRef, name: string) =>
      react(slack, find.channel(ref.channel), find.message(ref), name, find.user(user).id),

    unreact: (user: string, ref: MessageRef, name: string) =>
      unreact(slack, find.channel(ref.channel), find.message(ref), name, find.user(user).id),

    /** Edits one's own message. */
    edit(user: string, ref: MessageRef, text: string): void {
      const { channel, message } = own(user, ref);
      const typed = typedText(slack, text);
      const edited = { user: message.user, ts: slack.ids.ts() };
      changeMessage(slack, channel, message, { text: typed, blocks: richText(slack, typed), edited });
    },

    /** Deletes a message: one's own, or as an owner may, anyone's. */
    deleteMessage(ref: MessageRef): void {
      const channel = find.channel(ref.channel);
      removeMessage(slack, channel, find.message(ref));
    },

    /** Opens the app's home (or its messages) tab. */
    openHome(user: string, tab: "home" | "messages" = "home"): void {
      const person = find.user(user);
      const direct = openDirect(slack, [person.id]);
      const home = slack.views.home(person.id);
      const view =
        tab === "home" && home
          ? { view: showView(home, { ...slack.app, teamId: slack.workspace.teamId }) }
          : {};
      emitEvent(slack, { type: "app_home_opened", user: person.id, channel: direct.id, tab, ...view });
    },
  };
}
