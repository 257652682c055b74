import { say, time, type Words } from "../../../lib/words.ts";
import type { EvidenceKey } from "../../../runbook/evidence.ts";
import { lookAgain } from "../../../service/look-again.ts";
import { stepToDo } from "../../../walk/checklist.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Desk } from "../../requests/desk.ts";
import type { ActionRequest, Reply } from "../../requests/request.ts";
import { parseConsent } from "../triage/test-row-consent-render.ts";
import { stepOn, walkOf } from "./walk-record-handle.ts";

/** "Test again" and "Check now": triage runs on the side, and whoever pressed is told what it found. */
export function createWalkLook(desk: Desk) {
  /** Answers at once where the work takes long; what comes of it is told privately in the same place. */
  function whileTelling({ receipt }: ActionRequest, first: Words, work: () => Promise<Reply>): Reply {
    const later = work().catch((err): Reply => {
      desk.log.error({ err, receipt }, "a look by triage failed");
      const failed = "The check failed on my side; nothing was changed. Press again, or look yourself.";
      return { say: plainContent(failed) };
    });
    return { say: plainContent(first), later };
  }

  const look = (
    stream: string,
    key: EvidenceKey | undefined,
    carried: readonly string[],
    { by, channel, receipt }: ActionRequest,
  ) =>
    lookAgain(
      stream,
      {
        viewer: { channel: channel ?? by.id, by },
        // A webhook's name may hold spaces.
        testRows: key === "webhook_accepting" ? parseConsent(carried.join(" ")) : [],
        request: { by, receipt },
      },
      desk,
    );

  return {
    /** Lets triage look again; the walk goes on by itself where that answers it. */
    async testAgain(request: ActionRequest): Promise<Reply> {
      const [stream, key, ...carried] = request.value.split(" ") as [string, EvidenceKey, ...string[]];
      return whileTelling(request, "Testing. I tell you here what comes out.", async () => {
        const diagnosis = await look(stream, key, carried, request);
        if (!diagnosis) return { say: plainContent(interrupted) };
        const found = diagnosis.answers[key];
        return {
          say: plainContent(
            found
              ? say`Triage at ${time(found.at)}: ${found.because}`
              : "Triage cannot tell this; please look yourself.",
          ),
        };
      });
    },

    /** Lets triage see whether a step is done, and ticks it or says why not. */
    async checkNow(request: ActionRequest): Promise<Reply> {
      const [stream = "", resolution = "", id = "", ...carried] = request.value.split(" ");
      const step = stepToDo(await walkOf(stream, desk), { resolution, step: id });
      if ("refusal" in step) return { say: plainContent(step.refusal.message) };
      const first = `Checking: ${step.do} The step is ticked if it is done; if not, I tell you here.`;
      return whileTelling(request, first, async () => {
        if (!(await look(stream, step.verify, carried, request))) return { say: plainContent(interrupted) };
        const { by, receipt } = request;
        const verify = { type: "verify", resolution, step: id } as const;
        return stepOn(stream, verify, { by, receipt: `${receipt}:verify` }, desk);
      });
    },
  };
}

const interrupted = "Triage was interrupted before it knew. Press again.";
