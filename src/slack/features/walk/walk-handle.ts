import type { Severity } from "../../../runbook/severity.ts";
import type { WalkCommand } from "../../../walk/walk-events.ts";
import { currentLeaf } from "../../../walk/walk-state.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { refuse, show } from "../../requests/answer/reply.ts";
import { type Feature, type Handle, onSubmit } from "../../requests/feature.ts";
import type { ActionRequest } from "../../requests/request.ts";
import { renderTroubleshooting } from "../look/help-handle.ts";
import { triageActions } from "../triage/triage-buttons-render.ts";
import { checklistActions } from "./checklist-render.ts";
import { parsePaste, pasteForm, renderPaste } from "./paste-form.ts";
import { checkNow, testAgain } from "./walk-look-handle.ts";
import { onRecord, stepOn } from "./walk-record-handle.ts";
import { walkActions } from "./walk-render.ts";
import { chooseWay, diagnose, startWalk, walkTree } from "./walk-start-handle.ts";

const watchFigure = onRecord(async ({ stream, parts: [resolution] }, request, desk) => {
  const leaf = currentLeaf((await desk.incidents.load(stream)).walk);
  if (!leaf?.watch || leaf.resolution !== resolution)
    return refuse("There is no figure to watch any more: the walk has moved on.");
  return changeIncident(stream, { type: "start_watch", ...leaf.watch }, request, desk);
});

const paste: Handle<ActionRequest> = (request, desk) => {
  const [stream = "", revision = "", question = ""] = request.value.split(" ");
  const view = renderPaste({ stream, revision: Number(revision), question });
  return openForm(request, view, "diagnose", desk);
};

const showHelp: Handle<ActionRequest> = async (_request, { runbook, config }) =>
  show(renderTroubleshooting(runbook, "", config.slack.command));

/** A button that takes a step, with what the step needs behind the record's name. */
function step(toCommand: (...carried: string[]) => WalkCommand): Handle<ActionRequest> {
  return (request, desk) => {
    const [stream = "", ...carried] = request.value.split(" ");
    return stepOn(stream, toCommand(...carried), request, desk);
  };
}

/** The walk through the decision tree, in an incident or by itself, and the checklists it leads to. */
export const walking: Feature = {
  verbs: { diagnose },
  actions: {
    [triageActions.walk]: walkTree,
    [walkActions.start]: startWalk,
    [walkActions.choose]: chooseWay,
    [walkActions.probe]: testAgain,
    [walkActions.paste]: paste,
    [walkActions.help]: showHelp,
    [walkActions.answer]: step((revision, question = "", answer = "") => ({
      type: "answer",
      revision: Number(revision),
      question,
      answer,
    })),
    [walkActions.overrule]: step((question = "") => ({ type: "overrule", question })),
    [walkActions.back]: step((revision) => ({ type: "back", revision: Number(revision) })),
    [walkActions.restart]: step((revision) => ({ type: "restart", revision: Number(revision) })),
    [checklistActions.verify]: checkNow,
    [checklistActions.watch]: watchFigure,
    [checklistActions.tick]: step((resolution = "", id = "") => ({ type: "tick", resolution, step: id })),
    [checklistActions.untick]: step((resolution = "", id = "") => ({ type: "untick", resolution, step: id })),
    [checklistActions.didNotHelp]: step((resolution = "") => ({ type: "did_not_help", resolution })),
    [checklistActions.keep]: step((resolution = "", severity) => ({
      type: "keep_severity",
      resolution,
      severity: severity as Severity,
    })),
  },
  forms: [
    onSubmit(pasteForm, (request, desk) => {
      const { stream, ...command } = parsePaste(request);
      return stepOn(stream, { type: "paste", ...command }, request, desk);
    }),
  ],
};
