import { say, time } from "../lib/words.ts";
import type { Severity } from "../runbook/severity.ts";
import type { WalkCommand } from "./walk-events.ts";
import { freshEvidence, unreadWords, type WalkContext } from "./walk-evidence.ts";
import { refuse, type WalkDecision } from "./walk-refusal.ts";
import { type ChecklistStep, currentLeaf, type How, type Leaf, type WalkState } from "./walk-state.ts";

type ChecklistCommand = Extract<WalkCommand, { type: "tick" | "untick" | "verify" | "keep_severity" }>;
type Refused = Extract<WalkDecision, { refusal: object }>;

/** Decides on a leaf: its steps, each ticked once, by a person or by fresh evidence; and the severity it proposes. */
export function decideChecklist(
  state: WalkState,
  command: ChecklistCommand,
  context: WalkContext,
): WalkDecision {
  const leaf = currentLeaf(state);
  if (leaf?.resolution !== command.resolution) return leafMoved(leaf);
  if (command.type === "keep_severity") return keepSeverity(state, leaf, command.severity);
  if (command.type === "untick") return untick(state, leaf, command.step);
  const step = stepToDo(state, command);
  if ("refusal" in step) return step;
  const { resolution } = leaf;
  const ticked = (how: How): WalkDecision => {
    const { id, did, action } = step;
    const text = did ?? step.do;
    return { events: [{ type: "walk.step_ticked", resolution, step: id, text, action, how }] };
  };
  return command.type === "tick" ? ticked({ by: "person" }) : verify(state, step, context, ticked);
}

/** The step of the leaf that is not ticked yet, or why there is nothing to tick. */
export function stepToDo(
  state: WalkState,
  asked: { resolution: string; step: string },
): ChecklistStep | Refused {
  const leaf = currentLeaf(state);
  if (leaf?.resolution !== asked.resolution) return leafMoved(leaf);
  const step = leaf.steps.find(({ id }) => id === asked.step);
  if (!step) return refuse("unknown_step", "This checklist has no such step any more.");
  const tick = state.ticks.find((one) => one.step === step.id);
  return tick ? refuse("already_ticked", say`${tick.by} ticked this step at ${time(tick.at)}.`) : step;
}

function untick(state: WalkState, { resolution, steps }: Leaf, id: string): WalkDecision {
  const isTicked = state.ticks.some(({ step }) => step === id);
  if (!isTicked) return refuse("not_ticked", "This step is not ticked.");
  const step = steps.find((one) => one.id === id);
  const text = step?.did ?? step?.do ?? id;
  return { events: [{ type: "walk.step_unticked", resolution, step: id, text }] };
}

function keepSeverity(state: WalkState, { resolution, title, severity }: Leaf, kept: Severity): WalkDecision {
  const already = state.severityKept;
  if (already?.severity === kept)
    return refuse("already_kept", say`${already.by} kept ${kept} at ${time(already.at)}.`);
  return { events: [{ type: "walk.severity_kept", resolution, title, proposed: severity, kept }] };
}

function verify(
  state: WalkState,
  step: ChecklistStep,
  context: WalkContext,
  ticked: (how: How) => WalkDecision,
): WalkDecision {
  if (!step.verify) return refuse("not_verifiable", "No probe can see this step. Tick it when it is done.");
  const known = context.evidence[step.verify];
  if (known?.unread) return refuse("not_readable", unreadWords(known, known.unread));
  const found = freshEvidence(state, context, step.verify);
  if (!found) {
    return refuse(
      "no_evidence",
      "Triage has no fresh answer on this. Run it again, or tick the step by hand.",
    );
  }
  const { because, probe, at } = found;
  if (found.answer === "no") return refuse("not_done", say`Not yet, says triage at ${time(at)}: ${because}`);
  return ticked({ by: "evidence", key: step.verify, because, probe, at });
}

/** Says what the walk has come to, to somebody who pressed a button of another resolution. */
export function leafMoved(leaf: Leaf | undefined): Refused {
  return refuse(
    "walk_moved_on",
    leaf
      ? `The walk has come to another resolution meanwhile: ${leaf.title}.`
      : "The walk has left this resolution meanwhile; it is asking a question now.",
  );
}
