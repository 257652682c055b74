import type { Slack } from "../slack.ts";
import { findMessage } from "../workspace/messages.ts";
import type { Channel, Ephemeral, Message, MessageRef, User } from "../workspace/types.ts";
import type { OpenView } from "../workspace/views.ts";
import { findChannel, findDirect, findUser } from "../workspace/workspace.ts";

/** Finds what tests and pages name, and throws in words when it is not there. */
export function createLookup({ workspace, views, app }: Slack) {
  function user(idOrName: string): User {
    const found = findUser(workspace, idOrName);
    if (!found) throw new Error(`The local Slack has no user "${idOrName}"`);
    return found;
  }

  /** A channel, or with "@name" the direct conversation of that person and the bot. */
  function channel(idOrName: string): Channel {
    const direct = idOrName.startsWith("@")
      ? findDirect(workspace, [user(idOrName).id, app.botUserId])
      : undefined;
    const found = direct ?? findChannel(workspace, idOrName);
    if (!found) throw new Error(`The local Slack has no channel "${idOrName}"`);
    return found;
  }

  /** A message as someone sees it: in the channel, or one of those only they see. */
  function message(ref: MessageRef, viewerId?: string): Message | Ephemeral {
    const place = channel(ref.channel);
    const found =
      findMessage(place, ref.ts) ??
      place.ephemerals.find(
        ({ ts, ephemeralFor }) => ts === ref.ts && (!viewerId || ephemeralFor === viewerId),
      );
    if (!found) throw new Error(`There is no message ${ref.ts} in ${place.name || place.id}`);
    return found;
  }

  function view(id: string): OpenView {
    const found = views.find(id);
    if (!found) throw new Error(`No view ${id} is open`);
    return found;
  }

  return { user, channel, message, view };
}
