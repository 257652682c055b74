import type { Actor } from "../../../src/lib/actor.ts";
import { plainText } from "../../../src/lib/words.ts";
import type { EvidenceAnswer, EvidenceKey } from "../../../src/runbook/evidence.ts";
import { loadRunbook } from "../../../src/runbook/load.ts";
import type { Runbook } from "../../../src/runbook/schema.ts";
import { evolveWalk, type RecordedWalkEvent } from "../../../src/walk/evolve-walk.ts";
import { decideWalk } from "../../../src/walk/walk.ts";
import type { WalkCommand, WalkEvent } from "../../../src/walk/walk-events.ts";
import type { WalkContext } from "../../../src/walk/walk-evidence.ts";
import { currentLeaf, currentQuestion, noWalk, type WalkState } from "../../../src/walk/walk-state.ts";

export const lead: Actor = { kind: "person", id: "U1", name: "Lead" };
export const responder: Actor = { kind: "person", id: "U2", name: "Responder" };
export const now = "2026-11-23T09:20:00.000Z";

/** The runbook that comes with the bot. */
export const builtIn: Runbook = readBuiltIn();

function readBuiltIn(): Runbook {
  const loaded = loadRunbook();
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  return loaded.runbook;
}

type Said = Partial<Record<EvidenceKey, "yes" | "no" | EvidenceAnswer>>;

/** What triage said, four minutes ago unless told. */
export function evidenceOf(said: Said, at = "2026-11-23T09:16:00.000Z"): WalkContext["evidence"] {
  return Object.fromEntries(
    Object.entries(said).map(([key, answer]) => [
      key,
      typeof answer === "string" ? { answer, because: `Triage says ${answer}.`, probe: key, at } : answer,
    ]),
  );
}

/** A walk under way, driven as people drive it. */
export type Walking = {
  /** The events of a command, or "code: message" of its refusal. */
  send(command: WalkCommand): WalkEvent[] | string;
  context: WalkContext;
  record: RecordedWalkEvent[];
  readonly state: WalkState;
  /** The id of the question asked, or undefined at a leaf. */
  readonly asks: string | undefined;
  /** The id of the resolution come to. */
  readonly leaf: string | undefined;
  /** The path so far: "red_cells=no", "webhook_accepting=no (triage)", "clay_outage did not help". */
  readonly path: string[];
  /** Answers the current question, and those after it. */
  answer(...answers: string[]): Walking;
  changeRunbook(changed: Runbook): void;
};

export function startWalking(options: { entry?: string; evidence?: Said; runbook?: Runbook } = {}): Walking {
  let runbook = options.runbook ?? builtIn;
  let state: WalkState = noWalk;
  const context: WalkContext = {
    now,
    by: lead,
    evidence: evidenceOf(options.evidence ?? {}),
    freshMinutes: 10,
  };
  const record: RecordedWalkEvent[] = [];

  const send = (command: WalkCommand): WalkEvent[] | string => {
    const decision = decideWalk(runbook, state, command, context);
    if ("refusal" in decision) return `${decision.refusal.code}: ${plainText(decision.refusal.message)}`;
    for (const event of decision.events) {
      // What is stored is JSON, so what cannot be written as JSON would be lost.
      const recorded = JSON.parse(JSON.stringify({ at: context.now, by: context.by, event }));
      record.push(recorded);
      state = evolveWalk(state, recorded);
    }
    return decision.events;
  };

  const walk: Walking = {
    send,
    context,
    record,
    get state() {
      return state;
    },
    get asks() {
      return currentQuestion(state)?.id;
    },
    get leaf() {
      return currentLeaf(state)?.resolution;
    },
    get path() {
      return state.path.map((step) => {
        if ("leaf" in step) return `${step.leaf.resolution} did not help`;
        return `${step.question.id}=${step.answer.id}${step.how.by === "evidence" ? " (triage)" : ""}`;
      });
    },
    answer(...answers) {
      for (const answer of answers) {
        const said = send({ type: "answer", revision: state.revision, question: walk.asks ?? "", answer });
        if (typeof said === "string") throw new Error(said);
      }
      return walk;
    },
    changeRunbook(changed) {
      runbook = changed;
    },
  };
  if (options.entry !== undefined) send({ type: "start", entry: options.entry });
  return walk;
}
