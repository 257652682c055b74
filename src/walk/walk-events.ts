import type { Instant } from "../lib/time.ts";
import type { EvidenceKey } from "../runbook/evidence.ts";
import type { Severity } from "../runbook/severity.ts";
import type { AskedQuestion, Detour, GivenAnswer, How, OpenBranch, Position } from "./walk-state.ts";

/** All that can happen on a walk. Events carry every word people saw, so that replaying never needs the runbook. */
export type WalkEvent =
  | { type: "walk.started"; entry: { id: string; title: string }; next: Position }
  | {
      type: "walk.answered";
      question: AskedQuestion;
      detour: Detour;
      answer: GivenAnswer;
      how: How;
      /** What stays open, when nobody could tell. */
      open?: OpenBranch;
      next: Position;
    }
  /** The first `keep` steps of the path stay. `rejects`: evidence a person said is wrong. */
  | {
      type: "walk.withdrawn";
      reason: "back" | "overruled";
      /** The question, or the resolution's title, that is open again, and what had been said. */
      reopened: string;
      was: string;
      keep: number;
      rejects?: { key: EvidenceKey; at: Instant };
      next: Position;
    }
  | {
      type: "walk.restarted";
      reason: "asked" | "runbook_changed";
      entry: { id: string; title: string };
      next: Position;
    }
  | { type: "walk.did_not_help"; resolution: string; title: string; next: Position }
  | { type: "walk.step_ticked"; resolution: string; step: string; text: string; action: boolean; how: How }
  | { type: "walk.step_unticked"; resolution: string; step: string; text: string }
  /** The resolution proposes a worse severity, and somebody keeps the present one. */
  | { type: "walk.severity_kept"; resolution: string; title: string; proposed: Severity; kept: Severity };

/** All that can be asked of a walk. `revision` is the one the button was made for. */
export type WalkCommand =
  /** Begins, or begins anew with another symptom. With a revision, only while the walk still stands there. */
  | { type: "start"; entry: string; revision?: number }
  | { type: "answer"; revision: number; question: string; answer: string }
  /** Recognises Clay's message and answers with its class. */
  | { type: "paste"; revision: number; question: string; text: string }
  /** "That's wrong": takes back an answer, evidence's or a person's, and all that followed from it. */
  | { type: "overrule"; question: string }
  | { type: "back"; revision: number }
  | { type: "restart"; revision: number }
  /** Lets evidence that came meanwhile answer what it can. */
  | { type: "use_evidence" }
  | { type: "did_not_help"; resolution: string }
  | { type: "tick"; resolution: string; step: string }
  | { type: "untick"; resolution: string; step: string }
  /** "Check now": ticks the step if fresh evidence shows it done. */
  | { type: "verify"; resolution: string; step: string }
  | { type: "keep_severity"; resolution: string; severity: Severity };
