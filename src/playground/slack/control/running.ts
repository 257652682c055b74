import { openDirect } from "../api/conversations/open-direct.ts";
import { showUser } from "../api/show.ts";
import type { MovableClock } from "../clock.ts";
import type { DisconnectOptions } from "../delivery/socket-transport.ts";
import type { Fault, FaultHandle } from "../faults.ts";
import type { Settings, Slack } from "../slack.ts";
import {
  archiveChannel,
  createChannel,
  deleteChannel,
  joinChannel,
  leaveChannel,
  unarchiveChannel,
} from "../workspace/channels.ts";
import { emitEvent } from "../workspace/events.ts";
import type { ChannelKind } from "../workspace/types.ts";
import type { NewUser } from "../workspace/workspace.ts";
import { createLookup } from "./lookup.ts";
import { verifyRequestUrl } from "./verify-request-url.ts";

/** Creates what a workspace's owner does, and what goes wrong on demand. */
export function createRunning(slack: Slack) {
  const find = createLookup(slack);
  const ids = (names: string[]) => names.map((name) => find.user(name).id);

  return {
    createUser(user: NewUser) {
      const created = slack.workspace.addUser(user);
      slack.stream.publish("user.changed", { user: created.id });
      emitEvent(slack, { type: "team_join", user: showUser(slack, created) });
      return { ...created };
    },

    deactivateUser(user: string): void {
      const person = find.user(user);
      person.deactivated = true;
      for (const group of slack.workspace.userGroups.values()) {
        group.users = group.users.filter((id) => id !== person.id);
      }
      slack.stream.publish("user.changed", { user: person.id });
      emitEvent(slack, { type: "user_change", user: showUser(slack, person) });
    },

    /** Creates a channel as a person. The result is its id. */
    createChannel(
      name: string,
      options: { creator?: string; members?: string[]; kind?: ChannelKind; isShared?: boolean } = {},
    ): string {
      const { creator = "lead", members = [], kind = "public", isShared = false } = options;
      const people = ids(members);
      return createChannel(slack, { name, creator: find.user(creator).id, members: people, kind, isShared })
        .id;
    },

    /** The bot's direct conversation with someone. */
    directChannel: (user: string) => openDirect(slack, [find.user(user).id]).id,

    createUserGroup: (handle: string, users: string[]) =>
      slack.workspace.addUserGroup({ handle, users: ids(users) }).id,

    /** Brings someone into a channel, the bot too ("bot"). */
    join: (channel: string, user: string) => joinChannel(slack, find.channel(channel), person(user)),

    /** Takes someone out of a channel, the bot too ("bot"). */
    kick: (channel: string, user: string) => leaveChannel(slack, find.channel(channel), person(user)),

    archive: (channel: string, by = "lead") => archiveChannel(slack, find.channel(channel), find.user(by).id),
    unarchive: (channel: string, by = "lead") =>
      unarchiveChannel(slack, find.channel(channel), find.user(by).id),
    deleteChannel: (channel: string, by = "lead") =>
      deleteChannel(slack, find.channel(channel), find.user(by).id),

    /** Changes what plan and owner allow, what the bot was granted, or whether rate tiers count. */
    set: (settings: Partial<Settings>) => void Object.assign(slack.settings, settings),

    /** Turns Socket Mode on or off, and points all request URLs at one address. */
    deliverTo(requestUrl: string | "socket"): void {
      const { settings, features } = slack.manifest;
      slack.manifest.settings = { ...settings, socket_mode_enabled: requestUrl === "socket" };
      if (requestUrl === "socket") return;
      slack.delivery.socket.disconnect({ reason: "link_disabled", closeTcp: true });
      slack.manifest.settings.event_subscriptions = {
        ...settings?.event_subscriptions,
        request_url: requestUrl,
      };
      slack.manifest.settings.interactivity = {
        ...settings?.interactivity,
        is_enabled: true,
        request_url: requestUrl,
      };
      for (const command of features?.slash_commands ?? []) command.url = requestUrl;
    },

    /** Sends the challenge Slack sends when a request URL is saved. True when the app echoes it. */
    verifyRequestUrl: (address: string) => verifyRequestUrl(slack, address),

    /** Makes the next calls of a method go wrong. A channel may be named by its name. */
    fault({ channel, ...fault }: Fault): FaultHandle {
      return slack.faults.add(
        channel === undefined ? fault : { ...fault, channel: find.channel(channel).id },
      );
    },
    /** Revokes the bot's token as an owner does who removes the app; the result gives it back. */
    revokeToken(error = "token_revoked"): FaultHandle {
      const everything = { kind: "error", error, method: "*", times: Number.POSITIVE_INFINITY } as const;
      const refusal = slack.faults.add(everything);
      emitEvent(slack, { type: "tokens_revoked", tokens: { oauth: [], bot: [slack.app.botUserId] } });
      return refusal;
    },
    endFault: (id: number) => slack.faults.release(id),
    clearFaults: () => slack.faults.clear(),

    /** Tells socket connections to go. */
    disconnect: (options?: DisconnectOptions) => slack.delivery.socket.disconnect(options),
    /** Makes connections look open while nothing comes through. */
    halfOpen: (connection?: number) => slack.delivery.socket.halfOpen(connection),
    /** Breaks connections without a word. */
    cut: (connection?: number) => slack.delivery.socket.cut(connection),

    /** Delivers an earlier event again, as new events. */
    repeatEvent: (eventId: string, copies = 1) => slack.delivery.repeat(eventId, copies),
    /** Delivers each of the next events several times more, as new events. */
    duplicateEvents: (copies: number, events = 1) => slack.delivery.duplicateNext(events, copies),

    /** Resolves when nothing is waiting for its ack. */
    settled: () => slack.delivery.settled(),

    /** Forgets the calls recorded so far. */
    clearCalls: () => slack.calls.clear(),

    /** Moves the clock, where it can be moved. */
    async advance(milliseconds: number): Promise<void> {
      const { advance } = slack.clock as Partial<MovableClock>;
      if (!advance) throw new Error("This clock runs by itself; open the local Slack with a movable one");
      await advance(milliseconds);
    },
  };

  function person(user: string): string {
    return user === "bot" ? slack.app.botUserId : find.user(user).id;
  }
}
