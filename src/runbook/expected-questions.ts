import type { Runbook, Target } from "./schema.ts";
import { choicesOf, has } from "./tree.ts";
import { isStale, pickedBy, type WalkContext } from "./walk-evidence.ts";
import { currentQuestion, type WalkState } from "./walk-state.ts";

/**
 * About how many questions a walk meets from a place on: one for each question, and the mean of what its answers lead
 * to, or what follows the answer that fresh evidence gives. Expects a tree without circles.
 */
export function expectedQuestions(runbook: Runbook, from: Target, context: WalkContext): number {
  const known = new Map<string, number>();

  function expected(target: Target): number {
    if (!("question" in target) || !has(runbook, target)) return 0;
    const found = known.get(target.question) ?? 1 + mean(onwards(target.question).map(expected));
    known.set(target.question, found);
    return found;
  }

  function onwards(id: string): Target[] {
    const question = runbook.questions[id]!;
    const said = question.evidence && context.evidence[question.evidence];
    const picked = said && !isStale(said, context) ? pickedBy(runbook, question, said) : undefined;
    return (picked ? [picked] : choicesOf(runbook, question)).map(({ leadsTo }) => leadsTo);
  }

  return expected(from);
}

function mean(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}

/** Which step of the walk its question is, and of about how many; undefined when it asks none. */
export function stepOfWalk(state: WalkState): { step: number; ofAbout: number } | undefined {
  const question = currentQuestion(state);
  const answered = state.path.length;
  return question && { step: answered + 1, ofAbout: answered + question.ahead };
}
