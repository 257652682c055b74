import { fail } from "../../api-error.ts";
import { findMessage, repliesTo, showMessage } from "../../workspace/messages.ts";
import type { Channel, Fields, Message } from "../../workspace/types.ts";
import type { Args } from "../args.ts";
import { type Call, familyScopes, type Methods, needMembership, page, scopesByChannel } from "../method.ts";

function moment(args: Args, name: "oldest" | "latest", otherwise: number): number {
  const value = Number(args.text(name) || otherwise);
  return Number.isNaN(value) ? fail(`invalid_ts_${name}`) : value;
}

/** The messages between `oldest` and `latest`, the ends only when `inclusive`. */
function within(args: Args, messages: Message[]): Message[] {
  const oldest = moment(args, "oldest", 0);
  const latest = moment(args, "latest", Number.MAX_SAFE_INTEGER);
  const inclusive = args.flag("inclusive");
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function answer({ args }: Call, channel: Channel, messages: Message[]): Fields {
  const { items, next } = page(args, messages, 100, 999);
  const withMetadata = args.flag("include_all_metadata");
  return {
    messages: items.map((message) => showMessage(channel, message, withMetadata)),
    has_more: next !== "",
    pin_count: channel.pins.length,
    response_metadata: { next_cursor: next },
  };
}

function inChannel({ thread_ts, ts, subtype }: Message): boolean {
  return !thread_ts || thread_ts === ts || subtype === "thread_broadcast";
}

function history(call: Call): Fields {
  const channel = needMembership(call);
  return answer(call, channel, within(call.args, channel.messages.filter(inChannel)).reverse());
}

function replies(call: Call): Fields {
  const channel = needMembership(call);
  const asked = findMessage(channel, call.args.need("ts"));
  const parent = asked?.thread_ts ? findMessage(channel, asked.thread_ts) : asked;
  if (!parent) return fail("thread_not_found");
  return answer(call, channel, [parent, ...within(call.args, repliesTo(channel, parent.ts))]);
}

/** conversations.history (newest first) and conversations.replies (oldest first). */
export const historyMethods: Methods = {
  "conversations.history": { tier: 3, scopes: scopesByChannel(familyScopes("history")), handle: history },
  "conversations.replies": { tier: 3, scopes: scopesByChannel(familyScopes("history")), handle: replies },
};
