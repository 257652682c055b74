import { say, time } from "../lib/words.ts";
import type { WalkCommand } from "./walk-events.ts";
import { freshEvidence, type WalkContext } from "./walk-evidence.ts";
import { refuse, type WalkDecision } from "./walk-refusal.ts";
import { currentLeaf, type How, type Leaf, type WalkState } from "./walk-state.ts";

export type ChecklistCommand = Extract<WalkCommand, { type: "tick" | "untick" | "verify" }>;

/** Decides on ticks of the leaf's steps: each once, by a person or by fresh evidence that shows it done. */
export function decideChecklist(
  state: WalkState,
  command: ChecklistCommand,
  context: WalkContext,
): WalkDecision {
  const leaf = currentLeaf(state);
  if (leaf?.resolution !== command.resolution) return leafMoved(leaf);
  const step = leaf.steps.find(({ id }) => id === command.step);
  if (!step) return refuse("unknown_step", "This checklist has no such step any more.");

  const { resolution } = leaf;
  const tick = state.ticks.find((one) => one.step === step.id);
  if (command.type === "untick") {
    if (!tick) return refuse("not_ticked", "This step is not ticked.");
    return { events: [{ type: "walk.step_unticked", resolution, step: step.id, text: step.do }] };
  }
  if (tick) return refuse("already_ticked", say`${tick.by} ticked this step at ${time(tick.at)}.`);
  const ticked = (how: How): WalkDecision => ({
    events: [
      { type: "walk.step_ticked", resolution, step: step.id, text: step.do, action: step.action, how },
    ],
  });
  return command.type === "tick" ? ticked({ by: "person" }) : verify(state, step, context, ticked);
}

function verify(
  state: WalkState,
  step: Leaf["steps"][number],
  context: WalkContext,
  ticked: (how: How) => WalkDecision,
): WalkDecision {
  if (!step.verify) return refuse("not_verifiable", "No probe can see this step. Tick it when it is done.");
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
export function leafMoved(leaf: Leaf | undefined): WalkDecision {
  return refuse(
    "walk_moved_on",
    leaf
      ? `The walk has come to another resolution meanwhile: ${leaf.title}.`
      : "The walk has left this resolution meanwhile; it is asking a question now.",
  );
}
