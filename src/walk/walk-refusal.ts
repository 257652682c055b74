import { say, sentences, time, type Words } from "../lib/words.ts";
import type { WalkEvent } from "./walk-events.ts";
import { currentLeaf, currentQuestion, type WalkState } from "./walk-state.ts";

/** What a command on a walk leads to: events to append (none: nothing to do), or one kind sentence why not. */
export type WalkDecision = { events: WalkEvent[] } | { refusal: { code: string; message: Words } };

/** A decision not to. */
export function refuse(code: string, message: Words): { refusal: { code: string; message: Words } } {
  return { refusal: { code, message } };
}

/** The answer to an old button: who answered that question, and where the walk stands now. */
export function movedOn(state: WalkState, question?: string): WalkDecision {
  if (question !== undefined && currentQuestion(state)?.id === question) {
    return refuse("walk_moved_on", "This question was opened again meanwhile. Please answer it once more.");
  }
  const step = state.path.find((one) => "question" in one && one.question.id === question);
  return refuse(
    "walk_moved_on",
    sentences(step ? whoAnswered(step) : "The walk has moved on.", whereNow(state)),
  );
}

function whoAnswered(step: WalkState["path"][number]): Words {
  if (!("question" in step)) return "";
  const { question, answer, how, by, at } = step;
  return how.by === "person"
    ? say`"${question.text}" was answered by ${by} at ${time(at)}: ${answer.label}.`
    : say`"${question.text}" was answered by triage: ${answer.label}.`;
}

function whereNow(state: WalkState): Words {
  const question = currentQuestion(state);
  if (question) return `Now it is: ${question.text}`;
  const leaf = currentLeaf(state);
  return leaf ? `It has come to: ${leaf.title} (${leaf.severity}).` : "";
}
