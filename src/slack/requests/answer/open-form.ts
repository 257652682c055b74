import type { ModalView } from "@slack/types";
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { plainContent, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Web } from "../../web/web.ts";
import type { Reply, Request } from "../request.ts";

/**
 * Opens a form for the person. Where the request brought no trigger (a mention), or Slack did not open it in time, they
 * get a button that does the same.
 */
export async function openForm(
  web: Web,
  request: Request,
  view: ModalView,
  /** What to run instead: "update INC-12". */
  verb: string,
): Promise<Reply & { viewId?: string }> {
  if (!request.triggerId) return offer("Slack opens forms only from a button or the slash command.", verb);
  try {
    const opened = await web.interactive("views.open", { trigger_id: request.triggerId, view });
    return { ...(opened.view?.id && { viewId: opened.view.id }) };
  } catch (error) {
    if (!isSlacksTrouble(error)) throw error;
    return offer("Slack did not open the form. Nothing was changed.", verb);
  }
}

/** A trigger that died, a limit, or no answer: pressing again helps. A form Slack refuses is a bug. */
function isSlacksTrouble(error: unknown): boolean {
  if (error instanceof WebAPIPlatformError)
    return /trigger|^(internal|fatal)_error$|^service_unavailable$|^request_timeout$/.test(error.data.error);
  return (
    error instanceof WebAPIRateLimitedError ||
    error instanceof WebAPIHTTPError ||
    error instanceof WebAPIRequestError
  );
}

function offer(text: string, verb: string): Reply {
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
