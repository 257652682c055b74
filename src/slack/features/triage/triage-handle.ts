import { resultsOf } from "../../../incident/triage-run/state.ts";
import { say, time } from "../../../lib/words.ts";
import { done, type Reply, replyTo, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Handle, Verb } from "../../requests/feature.ts";
import type { ActionRequest, Request } from "../../requests/request.ts";
import { triageActions } from "./triage-buttons-render.ts";
import { renderTriageDetails } from "./triage-details-render.ts";

const triage: Verb = {
  usage: "triage",
  summary: "Checks Clay, your webhooks, key, credits and callback, and says what is wrong.",
  group: "When something is wrong",
  synonyms: ["check", "test", "run"],
  about: "anything",
  run: (request, desk) => openRun(request, desk),
};

const runAgain: Handle<ActionRequest> = (request, desk) => openRun(request, desk, request.value);

/** Starts a run, or joins the one asked for a moment ago; `after` asks for a newer one than that. */
async function openRun(request: Request, { incidents, runs }: Desk, after?: string): Promise<Reply> {
  const { by, channel, threadTs, receipt } = request;
  const here = channel ? await incidents.inChannel(channel) : undefined;
  const viewer = {
    channel: channel ?? by.id,
    by,
    ...(threadTs && { threadTs }),
    ...(here?.open && { incident: here.stream }),
  };
  const opened = await runs.open({ viewer, ...(after && { after }), request: { by, receipt } });
  if (!opened.joined || !opened.wasShownHere) return done;
  const first = opened.run.viewers.find((other) => other.channel === viewer.channel)!;
  return tell(say`${first.by} asked for triage here at ${time(opened.run.requestedAt!)}: see that message.`);
}

const sendTestRow: Handle<ActionRequest> = async ({ by, receipt, value }, { runs }) => {
  const [stream = "", ...probe] = value.split(" ");
  return replyTo(await runs.testRow(stream, probe.join(" "), { by, receipt }));
};

const showDetails: Handle<ActionRequest> = async ({ value, triggerId }, { runs, web }) => {
  const view = renderTriageDetails(resultsOf(await runs.load(value)));
  if (triggerId) await web.interactive("views.open", { trigger_id: triggerId, view });
  return { kind: "opened" };
};

/** Triage by the verb and by the buttons under a run. */
export const triaging: Feature = {
  verbs: { triage },
  actions: {
    [triageActions.again]: runAgain,
    [triageActions.details]: showDetails,
    [triageActions.testRow]: sendTestRow,
  },
};
