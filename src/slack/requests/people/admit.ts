import { randomBytes } from "node:crypto";
import type { Logger } from "../../../log.ts";
import { StoreUnavailable } from "../../../record/store-unavailable.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
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
export function createAdmitted(people: People, log: Logger): Admitted {
  return async ({ userId, teamId }, work) => {
    const admission = await people.admit(userId, teamId);
    if ("refused" in admission) return tell(admission.refused);
    try {
      return await work(admission.person);
    } catch (err) {
      if (err instanceof StoreUnavailable) {
        log.error({ err, user: userId }, "a request was not saved");
        return { kind: "failed", content: plainContent(notSaved) };
      }
      const reference = randomBytes(3).toString("hex");
      log.error({ err, user: userId, reference }, "a request failed");
      return { kind: "failed", content: plainContent(failed(reference)) };
    }
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
