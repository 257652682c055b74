import { resultsOf } from "../../../incident/triage-run/state.ts";
import { say, time } from "../../../lib/words.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import type { ActionRequest, Reply, Request } from "../../requests/request.ts";
import { triageActions } from "./triage-buttons-render.ts";
import { renderTriageDetails } from "./triage-details-render.ts";

/** Triage by the verb and by the buttons under a run. */
export function triageHandlers({
  runs,
  web,
  incidents,
}: Pick<Desk, "runs" | "web" | "incidents">): Partial<Handlers> {
  async function open(request: Request, after?: string): Promise<Reply> {
    const { by, channel, threadTs, receipt } = request;
    const here = channel ? await incidents.inChannel(channel) : undefined;
    const viewer = {
      channel: channel ?? by.id,
      by,
      ...(threadTs && { threadTs }),
      ...(here?.open && { incident: here.stream }),
    };
    const opened = await runs.open({ viewer, ...(after && { after }), request: { by, receipt } });
    if (!opened.joined || !opened.wasShownHere) return {};
    const first = opened.run.viewers.find((other) => other.channel === viewer.channel)!;
    const asked = say`${first.by} asked for triage here at ${time(opened.run.requestedAt!)}: see that message.`;
    return { say: plainContent(asked) };
  }

  async function sendTestRow({ by, receipt, value }: ActionRequest): Promise<Reply> {
    const [stream = "", probe = ""] = split(value);
    return refusalOf(await runs.testRow(stream, probe, { by, receipt }));
  }

  async function showDetails({ value, triggerId }: ActionRequest): Promise<Reply> {
    const view = renderTriageDetails(resultsOf(await runs.load(value)));
    if (triggerId) await web.interactive("views.open", { trigger_id: triggerId, view });
    return {};
  }

  return {
    verbs: {
      triage: {
        usage: "triage",
        summary: "Checks Clay, your webhooks, key, credits and callback, and says what is wrong.",
        run: (request) => open(request),
      },
    },
    actions: {
      [triageActions.again]: (request) => open(request, request.value),
      [triageActions.details]: showDetails,
      [triageActions.testRow]: sendTestRow,
    },
  };
}

function split(value: string): [string, string] {
  const at = value.indexOf(" ");
  return [value.slice(0, at), value.slice(at + 1)];
}
