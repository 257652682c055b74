import { visibleText } from "../blocks/visible-text.ts";
import { interactiveElements } from "../people/act.ts";
import type { Slack } from "../slack.ts";
import { showMessage } from "../workspace/messages.ts";
import type { Block, Channel, Fields, MessageRef } from "../workspace/types.ts";
import { type OpenView, showView } from "../workspace/views.ts";
import { canSee } from "../workspace/workspace.ts";
import { createLookup } from "./lookup.ts";

/** A message as someone sees it. */
export type SeenMessage = MessageRef & {
  text: string;
  blocks: Block[];
  /** What is read on the screen: the blocks, a line each, or the text where there are none. */
  shown: string;
  user?: string;
  /** True when only this person sees it. */
  ephemeral: boolean;
  /** The whole message in Slack's shape. */
  raw: Fields;
};

type MessageFilter = {
  /** Whose eyes: adds what only they see. */
  as?: string;
  /** Only this thread, its first message included. Without it: the channel, no replies. */
  threadTs?: string;
  /** Include Slack's own notices (joins, topics). */
  notices?: boolean;
  /** Include the replies in threads among the channel's messages. */
  replies?: boolean;
};

/** Slack's own notices, by subtype. */
const notices = /^(channel|group)_/;

/** Creates what can be looked at. */
export function createReading(slack: Slack) {
  const find = createLookup(slack);

  function shownChannel(channel: Channel) {
    const { members, messages, ephemerals, pins, bookmarks, ...rest } = channel;
    return structuredClone({
      ...rest,
      topic: channel.topic.value,
      purpose: channel.purpose.value,
      members: [...members],
      pins: pins.map(({ ts }) => ts),
      bookmarks,
      messageCount: messages.length,
      canvas: channel.canvasId ? slack.workspace.canvases.get(channel.canvasId) : undefined,
      ephemeralCount: ephemerals.length,
    });
  }

  function shownView(view: OpenView) {
    const shown = showView(view, { ...slack.app, teamId: slack.workspace.teamId });
    return { id: view.id, user: view.userId, errors: { ...view.errors }, ...shown } as OpenViewSeen;
  }

  type OpenViewSeen = {
    id: string;
    user: string;
    errors: { [blockId: string]: string };
    blocks: Block[];
  } & Fields;

  return {
    /** The bot, for mentions of it. */
    bot: () => ({ userId: slack.app.botUserId, botId: slack.app.botId, appId: slack.app.appId }),

    /** What the app offers people: its name, home, slash commands and shortcuts. */
    app: () => ({
      name: slack.manifest.display_information.name,
      home: { ...slack.manifest.features?.app_home },
      commands: structuredClone(slack.manifest.features?.slash_commands ?? []),
      shortcuts: structuredClone(slack.manifest.features?.shortcuts ?? []),
    }),

    users: () => [...slack.workspace.users.values()].map((user) => ({ ...user })),
    user: (idOrName: string) => ({ ...find.user(idOrName) }),
    userGroups: () => structuredClone([...slack.workspace.userGroups.values()]),

    /** All channels, or those a person sees. */
    channels: (as?: string) =>
      [...slack.workspace.channels.values()]
        .filter((channel) => as === undefined || canSee(slack.workspace, find.user(as).id, channel))
        .map(shownChannel),
    channel: (idOrName: string) => shownChannel(find.channel(idOrName)),

    /** A channel's messages, oldest first. */
    messages(
      channel: string,
      { as, threadTs, notices: withNotices = false, replies = false }: MessageFilter = {},
    ): SeenMessage[] {
      const place = find.channel(channel);
      const viewer = as === undefined ? undefined : find.user(as);
      if (viewer && !canSee(slack.workspace, viewer.id, place))
        throw new Error(`${viewer.name} cannot see ${place.name}`);
      const hidden = place.ephemerals.filter(({ ephemeralFor }) => ephemeralFor === viewer?.id);
      return [...place.messages, ...hidden]
        .filter(({ ts, thread_ts, subtype }) =>
          threadTs === undefined
            ? replies || !thread_ts || thread_ts === ts || subtype === "thread_broadcast"
            : ts === threadTs || thread_ts === threadTs,
        )
        .filter(({ subtype }) => withNotices || !notices.test(subtype ?? ""))
        .sort((a, b) => Number(a.ts) - Number(b.ts))
        .map((message) => ({
          channel: place.id,
          ts: message.ts,
          text: message.text,
          blocks: structuredClone(message.blocks ?? []),
          shown: visibleText(message.text, message.blocks ?? []),
          ...(message.user ? { user: message.user } : {}),
          ephemeral: message.is_ephemeral === true,
          raw: showMessage(place, message, true),
        }));
    },

    /**
     * How much in each channel someone has not read, given the ts they have read to: messages of others, and those
     * among them that mention the person.
     */
    unread(as: string, readTo: { [channelId: string]: string }) {
      const viewer = find.user(as);
      return [...slack.workspace.channels.values()]
        .filter((channel) => canSee(slack.workspace, viewer.id, channel))
        .map(({ id, messages, ephemerals }) => {
          const hidden = ephemerals.filter(({ ephemeralFor }) => ephemeralFor === viewer.id);
          const fresh = [...messages, ...hidden].filter(
            ({ ts, user, subtype, thread_ts }) =>
              Number(ts) > Number(readTo[id] ?? 0) &&
              user !== viewer.id &&
              !notices.test(subtype ?? "") &&
              (!thread_ts || thread_ts === ts || subtype === "thread_broadcast"),
          );
          const mentions = fresh.filter(({ text }) => text.includes(`<@${viewer.id}`));
          return { channel: id, count: fresh.length, mentions: mentions.length };
        });
    },

    /** The elements one could press or choose in a message or an open view. */
    elements(
      place: MessageRef | { view: string },
    ): { blockId: string; actionId: string; type: string; text?: string; value?: string }[] {
      const blocks = "view" in place ? find.view(place.view).blocks : (find.message(place).blocks ?? []);
      return interactiveElements(blocks).map(({ block, element }) => ({
        blockId: String(block.block_id),
        actionId: String(element.action_id),
        type: element.type,
        ...(element.text ? { text: String((element.text as Fields).text) } : {}),
        ...(element.value === undefined ? {} : { value: String(element.value) }),
      }));
    },

    /** The modals someone has before them, the top one last. */
    modals: (user: string) => slack.views.stack(find.user(user).id).map(shownView),

    /** Someone's home tab of the app, if it was published. */
    home(user: string) {
      const view = slack.views.home(find.user(user).id);
      return view && shownView(view);
    },

    files: () =>
      [...slack.workspace.files.values()].map(({ content, ...file }) => ({
        ...file,
        text: content.toString("utf8"),
      })),
    /** A file's name and bytes. */
    file(id: string): { name: string; content: Buffer } {
      const file = slack.workspace.files.get(id);
      if (!file) throw new Error(`There is no file ${id}`);
      return { name: file.name, content: file.content };
    },
    canvases: () => structuredClone([...slack.workspace.canvases.values()]),

    /** The Web API calls received, oldest first; of one method, if named. */
    calls: (method?: string) => structuredClone(method ? slack.calls.of(method) : slack.calls.all()),

    /** Everything delivered to the app, oldest first, with acks and timing. */
    envelopes: (kind?: string) =>
      structuredClone(
        slack.delivery.envelopes().filter((envelope) => kind === undefined || envelope.kind === kind),
      ),

    connections: () => slack.delivery.socket.connections(),
  };
}
