import type { Severity } from "../../../runbook/severity.ts";
import { currentLeaf } from "../../../walk/walk-state.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handler, Handlers } from "../../requests/handlers.ts";
import type { ActionRequest, Reply } from "../../requests/request.ts";
import { renderTroubleshooting } from "../look/help-handle.ts";
import { visible } from "../look/which-incident-handle.ts";
import { triageActions } from "../triage/triage-buttons-render.ts";
import { checklistActions } from "./checklist-render.ts";
import { parsePaste, pasteForm, renderPaste } from "./paste-form.ts";
import { createWalkLook } from "./walk-look-handle.ts";
import { isIncident, stepOn } from "./walk-record-handle.ts";
import { walkActions } from "./walk-render.ts";
import { createWalkStart } from "./walk-start-handle.ts";

/** The walk through the decision tree, in an incident or by itself, and the checklists it leads to. */
export function walkHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, web, runbook } = desk;
  const begin = createWalkStart(desk);
  const { testAgain, checkNow } = createWalkLook(desk);

  /** A button may be older than the privacy of its incident; what is only looked at, no decider refuses. */
  const ofVisible =
    (handle: Handler<ActionRequest>): Handler<ActionRequest> =>
    async (request) => {
      const [stream = ""] = request.value.split(" ");
      const isHidden = isIncident(stream) && !(await visible(desk, stream, request.by));
      return isHidden ? { say: plainContent(`There is no ${stream}.`) } : handle(request);
    };

  async function watch({ value, by, receipt }: ActionRequest): Promise<Reply> {
    const [stream = "", resolution] = value.split(" ");
    const leaf = currentLeaf((await incidents.load(stream)).walk);
    if (!leaf?.watch || leaf.resolution !== resolution)
      return { say: plainContent("There is no figure to watch any more: the walk has moved on.") };
    return refusalOf(await incidents.change(stream, { type: "start_watch", ...leaf.watch }, { by, receipt }));
  }

  function paste(request: ActionRequest): Promise<Reply> {
    const [stream = "", revision = "", question = ""] = request.value.split(" ");
    const view = renderPaste({ stream, revision: Number(revision), question });
    return openForm(web, request, view, "diagnose");
  }

  return {
    verbs: {
      diagnose: {
        usage: "diagnose [what you see]",
        summary: "Walks you through the decision tree; triage answers what it can.",
        run: begin.diagnose,
      },
    },
    actions: {
      [triageActions.walk]: ofVisible(begin.walk),
      [walkActions.start]: begin.start,
      [walkActions.choose]: ofVisible(begin.choose),
      [walkActions.probe]: ofVisible(testAgain),
      [walkActions.paste]: paste,
      [walkActions.help]: async () => ({
        say: renderTroubleshooting(runbook, "", desk.config.slack.command),
      }),
      [checklistActions.verify]: ofVisible(checkNow),
      [checklistActions.watch]: ofVisible(watch),
      ...stepActions(desk),
    },
    forms: {
      [pasteForm]: async (request) => {
        const { stream, ...command } = parsePaste(request);
        const reply = await stepOn(stream, { type: "paste", ...command }, request, desk);
        return reply.say ? { errors: { text: reply.say.text } } : {};
      },
    },
  };
}

/** The buttons that take a step, each carrying what the step needs. */
function stepActions(desk: Desk): Handlers["actions"] {
  const on =
    (toCommand: (...carried: string[]) => Parameters<typeof stepOn>[1]) =>
    (request: ActionRequest): Promise<Reply> => {
      const [stream = "", ...carried] = request.value.split(" ");
      return stepOn(stream, toCommand(...carried), request, desk);
    };
  return {
    [walkActions.answer]: on((revision, question = "", answer = "") => ({
      type: "answer",
      revision: Number(revision),
      question,
      answer,
    })),
    [walkActions.overrule]: on((question = "") => ({ type: "overrule", question })),
    [walkActions.back]: on((revision) => ({ type: "back", revision: Number(revision) })),
    [walkActions.restart]: on((revision) => ({ type: "restart", revision: Number(revision) })),
    [checklistActions.tick]: on((resolution = "", step = "") => ({ type: "tick", resolution, step })),
    [checklistActions.untick]: on((resolution = "", step = "") => ({ type: "untick", resolution, step })),
    [checklistActions.didNotHelp]: on((resolution = "") => ({ type: "did_not_help", resolution })),
    [checklistActions.keep]: on((resolution = "", severity) => ({
      type: "keep_severity",
      resolution,
      severity: severity as Severity,
    })),
  };
}
