import type { Actor } from "../lib/actor.ts";
import { sentence } from "../lib/sentence.ts";
import type { Instant } from "../lib/time.ts";
import { sentences, type Words } from "../lib/words.ts";
import type { WalkEvent } from "../walk/walk-events.ts";
import type { How, Leaf, OpenBranch, PathStep, Position } from "../walk/walk-state.ts";

/** A step of a walk as the timeline tells it. */
export function walkLine(event: WalkEvent): Words {
  switch (event.type) {
    case "walk.started":
      return `Walking the tree: ${sentence(event.entry.title)}`;
    case "walk.restarted":
      return sentences(
        event.reason === "runbook_changed" ? "The runbook changed." : null,
        `The walk starts over: ${sentence(event.entry.title)}`,
      );
    case "walk.answered":
      return sentences(
        answerWords(event.question.text, event.answer.label, event.how, event.open),
        reached(event.next),
      );
    case "walk.withdrawn":
      return `${event.reason === "back" ? "Taken back" : "Overruled"}: ${event.reopened} (was: ${event.was})`;
    case "walk.did_not_help":
      return sentences(`Did not help: ${sentence(event.title)}`, reached(event.next));
    case "walk.step_ticked":
      // What counts as no action is told as it was asked for, often as a question.
      return sentences(`${event.action ? "" : "Done: "}${sentence(event.text)}`, because(event.how));
    case "walk.step_unticked":
      return `Not done after all: ${event.text}`;
    case "walk.severity_kept":
      return `Severity kept at ${event.kept}; the tree proposed ${event.proposed}: ${sentence(event.title)}`;
  }
}

/** The path of a walk made elsewhere, line by line, to where it ended. */
export function pathLines(path: readonly PathStep[], position: Position | null) {
  const lines = path.map((step): { at: Instant; by: Actor; text: Words } => {
    const { at, by } = step;
    if ("leaf" in step) return { at, by, text: `Did not help: ${sentence(step.leaf.title)}` };
    return { at, by, text: answerWords(step.question.text, step.answer.label, step.how, step.open) };
  });
  const last = lines.at(-1);
  const end = position && reached(position);
  return last && end ? [...lines.slice(0, -1), { ...last, text: sentences(last.text, end) }] : lines;
}

function answerWords(question: string, answer: string, how: How, open: OpenBranch | undefined): Words {
  return sentences(
    `${question} ${sentence(answer)}`,
    because(how),
    open && open.notRuledOut.length > 0 ? `Not ruled out: ${open.notRuledOut.join("; ")}.` : null,
  );
}

function because(how: How): string | null {
  if (how.by === "evidence") return `From triage: ${sentence(how.because)}`;
  return how.recognised ? `Recognised by "${how.recognised}".` : null;
}

function reached(next: Position): string | null {
  const leaf: Leaf | null = "leaf" in next ? next.leaf : null;
  return leaf && `→ ${leaf.title} (${leaf.severity}).`;
}
