import type { ModalView } from "@slack/types";
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import { button } from "../../blocks/buttons.ts";
import { plainContent, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Desk } from "../desk.ts";
import type { Request } from "../request.ts";
import { type Reply, show } from "./reply.ts";

/**
 * Opens a form for the person. Where the request brought no trigger (a mention), or Slack did not open it in time, they
 * get a button that does the same: it runs `verb` ("update INC-12").
 */
export async function openForm(
  request: Request,
  view: ModalView,
  verb: string,
  { web }: Pick<Desk, "web">,
): Promise<Reply> {
  if (!request.triggerId) return offer("Slack opens forms only from a button or the slash command.", verb);
  try {
    const opened = await web.interactive("views.open", { trigger_id: request.triggerId, view });
    return { kind: "opened", ...(opened.view?.id && { viewId: opened.view.id }) };
  } catch (error) {
    if (!isSlacksTrouble(error)) throw error;
    return offer("Slack did not open the form. Nothing was changed.", verb);
  }
}

/** Lays a form upon the one the button stands in: closing it leads back there. */
export async function openUpon(
  { triggerId }: Request,
  view: ModalView,
  { web }: Pick<Desk, "web">,
): Promise<Reply> {
  if (triggerId) await web.interactive("views.push", { trigger_id: triggerId, view });
  return { kind: "opened" };
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
  const open = button({ action: anyVerbAction, style: "primary", text: "Open the form", value: verb });
  return show({ ...plainContent(text), blocks: [{ ...section(text), accessory: open }] });
}
