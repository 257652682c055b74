import type { Evidence } from "../../../incident/events.ts";
import { unreadResult } from "../../../incident/evidence/evidence-kinds.ts";
import { say, time, type Words } from "../../../lib/words.ts";
import type { EvidenceKey } from "../../../runbook/evidence.ts";
import { lookAgain } from "../../../service/look-again.ts";
import { stepToDo } from "../../../walk/checklist.ts";
import { unreadWords } from "../../../walk/walk-evidence.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { type Reply, refuse, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { ActionRequest } from "../../requests/request.ts";
import { parseConsent } from "../triage/test-row-consent-render.ts";
import { onRecord, stepOn, walkOf } from "./walk-record-handle.ts";

/** "Test again": triage looks on the side; the walk goes on by itself where that answers it. */
export const testAgain = onRecord(async ({ stream, parts: [key, ...consent] }, request, desk) =>
  whileTelling("Testing. I tell you here what comes out.", request, desk, async () => {
    const evidence = key as EvidenceKey;
    const seen = await look(stream, evidence, consent, request, desk);
    if (!seen) return tell(interrupted);
    const found = seen.diagnosis.answers[evidence];
    const said = found && say`Triage at ${time(found.at)}: ${found.because}`;
    return tell(unreadOf(seen, evidence) ?? said ?? "Triage cannot tell this; please look yourself.");
  }),
);

/** "Check now": triage sees whether a step is done, and ticks it or says why not. */
export const checkNow = onRecord(
  async ({ stream, parts: [resolution = "", id = "", ...consent] }, request, desk) => {
    const step = stepToDo(await walkOf(stream, desk), { resolution, step: id });
    if ("refusal" in step) return refuse(step.refusal.message);
    const first = `Checking: ${step.do} The step is ticked if it is done; if not, I tell you here.`;
    return whileTelling(first, request, desk, async () => {
      const seen = await look(stream, step.verify, consent, request, desk);
      if (!seen) return tell(interrupted);
      const unread = step.verify && unreadOf(seen, step.verify);
      if (unread) return tell(unread);
      const { by, receipt } = request;
      const verify = { type: "verify", resolution, step: id } as const;
      return stepOn(stream, verify, { by, receipt: `${receipt}:verify` }, desk);
    });
  },
);

/** Answers at once where the work takes long; what comes of it is told privately in the same place. */
function whileTelling(
  first: Words,
  { receipt }: ActionRequest,
  { log }: Pick<Desk, "log">,
  work: () => Promise<Reply>,
): Reply {
  const answer = work().catch((err): Reply => {
    log.error({ err, receipt }, "a look by triage failed");
    return tell("The check failed on my side; nothing was changed. Press again, or look yourself.");
  });
  return { kind: "later", meanwhile: plainContent(first), answer };
}

function look(
  stream: string,
  key: EvidenceKey | undefined,
  consent: readonly string[],
  { by, channel, receipt }: ActionRequest,
  desk: Desk,
): Promise<Evidence | undefined> {
  const viewer = { channel: channel ?? by.id, by };
  // A webhook's name may hold spaces.
  const testRows = key === "webhook_accepting" ? parseConsent(consent.join(" ")) : [];
  return lookAgain(stream, { viewer, testRows, request: { by, receipt } }, desk);
}

/** What the look just saw where that cannot be read, whatever was known before. */
function unreadOf({ diagnosis, results }: Evidence, key: EvidenceKey): Words | undefined {
  const known = diagnosis.answers[key];
  if (known?.unread) return unreadWords(known, known.unread);
  const unread = known ? undefined : unreadResult(key, known, results);
  return (
    unread && say`Triage cannot tell this; please look yourself. At ${time(unread.at)}: ${unread.meaning}`
  );
}

const interrupted = "Triage was interrupted before it knew. Press again.";
