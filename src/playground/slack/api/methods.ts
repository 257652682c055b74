import { appMethods } from "./app.ts";
import { canvasesMethods } from "./canvases.ts";
import { chatMethods } from "./chat.ts";
import { channelItemMethods } from "./conversations/channel-items.ts";
import { conversationsMethods } from "./conversations/conversations.ts";
import { historyMethods } from "./conversations/history.ts";
import { inviteMethods } from "./conversations/invite.ts";
import { filesMethods } from "./files.ts";
import type { Methods } from "./method.ts";
import { usersMethods } from "./users.ts";
import { viewsMethods } from "./views.ts";

/** Every Web API method the local Slack knows. Any other is `unknown_method`. */
export const methods: Methods = {
  ...appMethods,
  ...chatMethods,
  ...conversationsMethods,
  ...inviteMethods,
  ...historyMethods,
  ...usersMethods,
  ...channelItemMethods,
  ...viewsMethods,
  ...filesMethods,
  ...canvasesMethods,
};
