import { randomBytes } from "node:crypto";
import type { ModalView } from "@slack/types";
import { WebAPIPlatformError } from "@slack/web-api";
import type { Logger } from "../../../log.ts";
import { StoreUnavailable } from "../../../record/store-unavailable.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { isTokenRefusal } from "../../web/delivery-error.ts";
import type { TokenWatch } from "../../web/token-watch.ts";
import type { ListenPorts } from "../receive/listen.ts";
import type { Reply } from "../request.ts";
import type { People } from "./people.ts";

/**
 * Lets those who may act act, and turns what goes wrong into a private sentence: a database that does not answer is
 * named, a bug gets a short reference that is in the log too.
 */
export function createAdmitted(
  people: People,
  log: Logger,
  tokens: Pick<TokenWatch, "refused">,
): ListenPorts["admitted"] {
  return async ({ userId, teamId }, work) => {
    const admission = await people.admit(userId, teamId);
    if ("refused" in admission) return { say: plainContent(admission.refused) };
    try {
      const reply = await work(admission.person);
      return tokens.refused().some(({ token }) => token === "bot") ? withheld(reply) : reply;
    } catch (err) {
      if (isTokenRefusal(platformCode(err))) {
        log.warn({ err, user: userId }, "a request met a refused token");
        return { failed: true, say: plainContent(tokenRefused) };
      }
      if (err instanceof StoreUnavailable) {
        log.error({ err, user: userId }, "a request was not saved");
        return { failed: true, say: plainContent(notSaved) };
      }
      const reference = randomBytes(3).toString("hex");
      log.error({ err, user: userId, reference }, "a request failed");
      return { failed: true, say: plainContent(failed(reference)) };
    }
  };
}

function platformCode(err: unknown): string | undefined {
  return err instanceof WebAPIPlatformError ? err.data.error : undefined;
}

const tokenRefused =
  "Slack does not let me do that until whoever runs me renews my token. " +
  "What is typed after the command is saved all the same, and shows afterwards.";

const notShown = "Slack does not let me show it until whoever runs me renews my token";

/** While Slack refuses the token an ack is all that reaches people: what shows elsewhere otherwise is told in it. */
function withheld(reply: Reply): Reply {
  const { say, later, errors, next, refused, failed } = reply;
  if (errors || next || refused || failed || later) return reply;
  const told = plainContent(
    say ? `${say.text}\nIf something was saved: ${notShown}.` : `Saved, but ${notShown}.`,
  );
  const blocks = say
    ? [...say.blocks, ...plainContent(`If something was saved: ${notShown}.`).blocks]
    : told.blocks;
  return { say: { text: told.text, blocks }, next: noticeView(blocks) };
}

/** A form takes no message for an answer. */
function noticeView(blocks: Content["blocks"]): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: "Saved, not shown yet" },
    close: { type: "plain_text", text: "Close" },
    blocks,
  };
}

const notSaved =
  "Not saved: my database does not answer, so nothing was changed. Try again in a minute. " +
  "Triage also runs in a terminal without me: clay-incident triage.";

function failed(reference: string): string {
  return (
    `I could not do that because of a fault of mine. Nothing was half done: what I confirmed before still stands. ` +
    `Try once more; if it fails again, give this reference to whoever runs me: ${reference}.`
  );
}
