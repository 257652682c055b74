import type { Slack } from "../../slack.ts";
import type { Channel } from "../../workspace/types.ts";
import { findDirect } from "../../workspace/workspace.ts";

/** The bot's direct conversation with these people, opened now if it was not before. */
export function openDirect({ workspace, app, stream }: Slack, userIds: string[]): Channel {
  const members = [...userIds, app.botUserId];
  const there = findDirect(workspace, members);
  if (there) return there;
  const kind = userIds.length === 1 ? "im" : "mpim";
  const channel = workspace.addChannel({
    name: kind === "im" ? "" : `mpdm-${userIds.join("-")}`,
    kind,
    creator: app.botUserId,
    members,
  });
  stream.publish("channel.created", { channel: channel.id, name: channel.name, kind });
  return channel;
}
