import { fail } from "../api-error.ts";
import type { Tier } from "../rate.ts";
import type { Slack } from "../slack.ts";
import type { Channel, ChannelKind, Fields, User } from "../workspace/types.ts";
import { canSee, findChannel } from "../workspace/workspace.ts";
import type { Args } from "./args.ts";

/** One call of a method by the app. */
export type Call = { slack: Slack; args: Args };

/** A Web API method: who may call it, how often, and what it does. */
export type Method = {
  tier: Tier;
  /** The token it takes; a bot token unless told otherwise. */
  token?: "bot" | "app" | "any" | "none";
  /** Any one of these scopes is enough. None given: no scope needed. */
  scopes?: string[] | ((call: Call) => string[]);
  handle(call: Call): Fields | undefined;
};

export type Methods = { [name: string]: Method };

type ScopesByKind = { [kind in ChannelKind]?: string[] };

/** The scopes that depend on the kind of channel the call is about (all of them while that is unknown). */
export function scopesByChannel(byKind: ScopesByKind): (call: Call) => string[] {
  return ({ slack, args }) => {
    const id = args.text("channel") ?? args.text("channel_id") ?? "";
    const kind = slack.workspace.channels.get(id)?.kind;
    return kind ? (byKind[kind] ?? []) : Object.values(byKind).flat();
  };
}

/** One scope family for each kind of channel ("read" → channels:read, groups:read, …). */
export function familyScopes(verb: string): ScopesByKind {
  return {
    public: [`channels:${verb}`],
    private: [`groups:${verb}`],
    im: [`im:${verb}`],
    mpim: [`mpim:${verb}`],
  };
}

/** What a bot needs to manage channels, and finer scopes that also do. */
export function manageScopes(finer?: string): ScopesByKind {
  const also = (family: string) => (finer ? [`${family}:${finer}`] : []);
  return {
    public: ["channels:manage", ...also("channels")],
    private: ["groups:write", ...also("groups")],
    im: ["im:write"],
    mpim: ["mpim:write"],
  };
}

/** The channel with this id, if the bot can see it. Private ones it is not in do not exist for it. */
export function needChannel({ slack, args }: Call, argument = "channel"): Channel {
  const channel = slack.workspace.channels.get(args.need(argument));
  if (!channel || !canSee(slack.workspace, slack.app.botUserId, channel)) return fail("channel_not_found");
  return channel;
}

/** A channel the bot is a member of. */
export function needMembership(call: Call, argument = "channel"): Channel {
  const channel = needChannel(call, argument);
  if (!channel.members.has(call.slack.app.botUserId)) fail("not_in_channel");
  return channel;
}

/** A channel by id or by name, as chat.postMessage takes it. */
export function channelByAnyName({ slack }: Call, idOrName: string): Channel {
  const channel = findChannel(slack.workspace, idOrName);
  if (!channel || !canSee(slack.workspace, slack.app.botUserId, channel)) return fail("channel_not_found");
  return channel;
}

/** The user with this id. */
export function needUser({ slack, args }: Call, argument = "user", error = "user_not_found"): User {
  return slack.workspace.users.get(args.need(argument)) ?? fail(error);
}

/** One page of a list, and the cursor of the next. */
export function page<T>(args: Args, items: T[], fallback = 100, most = 1000): { items: T[]; next: string } {
  const limit = args.number("limit", fallback) || fallback;
  if (limit < 1 || limit > most) fail("invalid_limit");
  const cursor = args.text("cursor") ?? "";
  const start = cursor
    ? Number(
        Buffer.from(cursor, "base64")
          .toString()
          .replace(/^next:/, ""),
      )
    : 0;
  if (!Number.isInteger(start)) fail("invalid_cursor");
  const end = start + limit;
  const next = end < items.length ? Buffer.from(`next:${end}`).toString("base64") : "";
  return { items: items.slice(start, end), next };
}
