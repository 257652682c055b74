import { randomBytes } from "node:crypto";
import { WebAPIPlatformError } from "@slack/web-api";
import type { Logger } from "../../../log.ts";
import { LookFailed, StoreUnavailable } from "../../../record/store-unavailable.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { isTokenRefusal } from "../../web/delivery-error.ts";
import type { TokenWatch } from "../../web/token-watch.ts";
import { type Reply, tell } from "../answer/reply.ts";
import type { Person } from "../request.ts";
import type { People } from "./people.ts";

/** Checks the person, runs the work, and turns what goes wrong into a private sentence. Never rejects. */
export type Admitted = (
  who: { userId: string; teamId: string | undefined },
  work: (person: Person) => Promise<Reply>,
) => Promise<Reply>;

/**
 * Lets those who may act act, and turns what goes wrong into a private sentence: a database that does not answer is
 * named, a bug gets a short reference that is in the log too.
 */
export function createAdmitted(
  people: People,
  log: Logger,
  tokens: Pick<TokenWatch, "botRefused">,
): Admitted {
  return async ({ userId, teamId }, work) => {
    const admission = await people.admit(userId, teamId);
    if ("refused" in admission) return tell(admission.refused);
    try {
      const reply = await work(admission.person);
      return tokens.botRefused() ? withheld(reply) : reply;
    } catch (err) {
      if (isTokenRefusal(codeOf(err))) {
        log.warn({ err, user: userId }, "a request met a refused token");
        return { kind: "failed", content: plainContent(tokenRefused) };
      }
      if (err instanceof StoreUnavailable) {
        log.error({ err, user: userId }, "a request was not saved");
        return { kind: "failed", content: plainContent(whyNotSaved(err)) };
      }
      const reference = randomBytes(3).toString("hex");
      log.error({ err, user: userId, reference }, "a request failed");
      return { kind: "failed", content: plainContent(failed(reference)) };
    }
  };
}

function codeOf(err: unknown): string | undefined {
  return err instanceof WebAPIPlatformError ? err.data.error : undefined;
}

const tokenRefused =
  "Slack does not let me do that until whoever runs me renews my token. " +
  "What is typed after the command is saved all the same, and shows afterwards.";

const notShown = "Slack does not let me show it until whoever runs me renews my token.";

/** While Slack refuses the token an ack is all that reaches people: what shows elsewhere otherwise is told in it. */
function withheld(reply: Reply): Reply {
  if (reply.kind === "done") return tell(`Saved, but ${notShown}`);
  if (reply.kind !== "told") return reply;
  const { text, blocks } = reply.content;
  const note = plainContent(`If something was saved: ${notShown}`);
  return { kind: "told", content: { text: `${text}\n${note.text}`, blocks: [...blocks, ...note.blocks] } };
}

const withoutMe = "Triage also runs in a terminal without me: clay-incident triage.";

/** Trying again is said where it can help; who only looked is not told that something was not saved. */
function whyNotSaved(error: StoreUnavailable): string {
  const [what, so] =
    error instanceof LookFailed ? ["I cannot look that up", ""] : ["Not saved", ", so nothing was changed"];
  return error.fix
    ? `${what}: my database cannot be used${so}. Trying again does not help: whoever runs me has to ${error.fix}. ${withoutMe}`
    : `${what}: my database does not answer${so}. Try again in a minute. ${withoutMe}`;
}

function failed(reference: string): string {
  return (
    `I could not do that because of a fault of mine. Nothing was half done: what I confirmed before still stands. ` +
    `Try once more; if it fails again, give this reference to whoever runs me: ${reference}.`
  );
}
