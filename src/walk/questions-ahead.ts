import type { Runbook, Target } from "../runbook/schema.ts";
import { choicesOf, has } from "../runbook/tree.ts";
import { isStale, pickedBy, type WalkContext } from "./walk-evidence.ts";
import { currentQuestion, type WalkState } from "./walk-state.ts";

/**
 * At most how many questions people are asked from a question on, that one included. What fresh evidence answers is
 * not asked, and leads one way only. Expects a tree without circles.
 */
export function questionsAhead(runbook: Runbook, id: string, context: WalkContext): number {
  const known = new Map<string, number>();

  function ahead(target: Target): number {
    if (!("question" in target) || !has(runbook, target)) return 0;
    const found = known.get(target.question) ?? from(target.question);
    known.set(target.question, found);
    return found;
  }

  function from(question: string): number {
    const { evidence } = runbook.questions[question]!;
    const said = evidence && context.evidence[evidence];
    const picked =
      said && !isStale(said, context) ? pickedBy(runbook, runbook.questions[question]!, said) : undefined;
    return picked ? ahead(picked.leadsTo) : 1 + most(question);
  }

  const most = (question: string) =>
    Math.max(0, ...choicesOf(runbook, runbook.questions[question]!).map(({ leadsTo }) => ahead(leadsTo)));

  // It is asked whatever evidence says of it: somebody said that is wrong.
  return 1 + most(id);
}

/** A larger number of questions frightens people off, and most walks end sooner. */
const saidAtMost = 4;

/** How far a walk is, as people read it: "question 2, at most 1 more". Undefined when it asks none. */
export function progressOf(state: WalkState): string | undefined {
  const question = currentQuestion(state);
  if (!question) return undefined;
  const answered = state.path.filter((step) => "how" in step && step.how.by === "person").length;
  const more = question.ahead - 1;
  const rest = more === 0 ? ", the last one" : more <= saidAtMost ? `, at most ${more} more` : "";
  return `question ${answered + 1}${rest}`;
}
