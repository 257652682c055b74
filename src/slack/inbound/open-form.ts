import type { ModalView } from "@slack/types";
import { plainContent, section } from "../render/mrkdwn.ts";
import { anyVerbAction } from "../verb-action.ts";
import type { Web } from "../web.ts";
import type { Reply, Request } from "./request.ts";

/**
 * Opens a form for the person. Where the request brought no trigger (a mention), they get a button that does the same.
 */
export async function openForm(
  web: Web,
  request: Request,
  view: ModalView,
  /** What to run instead: "update INC-12". */
  verb: string,
): Promise<Reply & { viewId?: string }> {
  if (request.triggerId) {
    const opened = await web.interactive("views.open", { trigger_id: request.triggerId, view });
    return { ...(opened.view?.id && { viewId: opened.view.id }) };
  }
  const text = "Slack opens forms only from a button or the slash command.";
  return {
    say: {
      ...plainContent(text),
      blocks: [
        {
          ...section(text),
          accessory: {
            type: "button",
            style: "primary",
            action_id: anyVerbAction,
            text: { type: "plain_text", text: "Open the form" },
            value: verb,
          },
        },
      ],
    },
  };
}
