import type { Runbook } from "../runbook/schema.ts";
import type { WalkContext } from "./walk-evidence.ts";
import { movedOn, refuse, type WalkDecision } from "./walk-refusal.ts";
import type { PathStep, Position, WalkState } from "./walk-state.ts";
import { askedQuestion } from "./walk-words.ts";

/** Takes an answer back that is wrong, with all after it. What evidence said is not asked of that evidence again. */
export function overrule(
  runbook: Runbook,
  state: WalkState,
  question: string,
  context: WalkContext,
): WalkDecision {
  const keep = state.path.findIndex((step) => "question" in step && step.question.id === question);
  return keep < 0 ? movedOn(state) : withdraw(runbook, state, "overruled", keep, context);
}

/** Takes the last step back that a person made, with all after it. */
export function back(runbook: Runbook, state: WalkState, context: WalkContext): WalkDecision {
  const keep = state.path.findLastIndex((step) => "leaf" in step || step.how.by === "person");
  if (keep >= 0) return withdraw(runbook, state, "back", keep, context);
  return refuse(
    "nothing_to_go_back_to",
    state.path.length > 0
      ? `All so far was answered by triage. Press "That's wrong" where it is wrong.`
      : "This is the first question.",
  );
}

function withdraw(
  runbook: Runbook,
  state: WalkState,
  reason: "back" | "overruled",
  keep: number,
  context: WalkContext,
): WalkDecision {
  const step = state.path[keep]!;
  const next = reopened(runbook, step, context);
  const told =
    "leaf" in step
      ? { reopened: step.leaf.title, was: "This did not help" }
      : { reopened: step.question.text, was: step.answer.label };
  const how = "how" in step && reason === "overruled" ? step.how : undefined;
  const rejects = how?.by === "evidence" ? { key: how.key, at: how.at } : undefined;
  return { events: [{ type: "walk.withdrawn", reason, ...told, keep, ...(rejects && { rejects }), next }] };
}

/** The step's question or resolution as it stands in the runbook now, else as it was put then. */
function reopened(runbook: Runbook, step: PathStep, context: WalkContext): Position {
  const { detour } = step;
  if ("leaf" in step) return { detour, leaf: step.leaf };
  const isKnown = Object.hasOwn(runbook.questions, step.question.id);
  return { detour, question: isKnown ? askedQuestion(runbook, step.question.id, context) : step.question };
}
