import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { EvidenceAnswer, EvidenceKey } from "../runbook/evidence.ts";
import type { Target } from "../runbook/schema.ts";
import type { Severity } from "../runbook/severity.ts";

export type NamedLink = { title: string; url: string };

/** A choice as it was offered. `leadsTo` is kept so that an old button still works after the runbook changed. */
type OfferedChoice = { id: string; label: string; leadsTo: Target };

/** The answer every question has beside its own choices. */
export const cantTell = "cant_tell";

/** A question as it was put, with all its words. */
export type AskedQuestion = {
  id: string;
  text: string;
  how: string;
  link?: NamedLink;
  /** In order; the last one is "Can't tell". */
  choices: OfferedChoice[];
  /** The choices are classes of cell errors, and a pasted message is recognised. */
  takesPastedError: boolean;
  /** What a probe can say about it. */
  evidence?: EvidenceKey;
  /** What a probe said too long ago to count. Running it again may answer the question. */
  stale?: EvidenceAnswer;
  /** At most how many questions people are asked from here on, this one included. */
  ahead: number;
};

/** A question somebody could not answer, and the answers that are therefore not ruled out. */
export type OpenBranch = { question: { id: string; text: string }; notRuledOut: string[] };

export type ChecklistStep = {
  id: string;
  do: string;
  /** What the record says once it is ticked; left out: the step itself. */
  did?: string;
  owner: string;
  link?: NamedLink;
  cost?: string;
  verify?: EvidenceKey;
  /** Ticking it is an action taken. */
  action: boolean;
};

/** A figure to ask for once the steps are done. */
export type ProposedWatch = {
  what: string;
  unit: string;
  everyMinutes: number;
  forMinutes: number;
  goal: { atLeast: number } | { atMost: number };
};

/** The end of a way through the tree: what it is and what to do, with all its words. */
export type Leaf = {
  resolution: string;
  title: string;
  /** What an incident of this kind is called. */
  incidentTitle: string;
  severity: Severity;
  impact: string;
  /** Left out where the way here tells none. */
  cause?: string;
  prevention?: string;
  steps: ChecklistStep[];
  watch?: ProposedWatch;
  /** Questions nobody could answer on the way here. */
  open: OpenBranch[];
  /** Whether "this did not help" leads on. */
  leadsOn: boolean;
};

/**
 * Evidence that proves a fault goes first: the walk leaves the main line for the question it answers ("first") and
 * those behind it ("further"), and comes back to the main line when that is disproved or did not help.
 */
export type Detour = "none" | "first" | "further";

/** Where a walk stands. */
export type Position = { detour: Detour } & ({ question: AskedQuestion } | { leaf: Leaf });

/** How an answer came about: by a person (perhaps from a pasted message), or from a probe. */
export type How =
  | { by: "person"; recognised?: string }
  | { by: "evidence"; key: EvidenceKey; because: string; probe: string; at: Instant };

/** What is known about a class of cell error. */
export type Explanation = { cause: string; retryable: boolean; fix: string };

export type GivenAnswer = { id: string; label: string; explains?: Explanation };

export type Tick = { step: string; by: Actor; at: Instant; how: How };

/** A step of the path so far: a question answered, or a resolution that did not help. */
export type PathStep = { by: Actor; at: Instant; detour: Detour } & (
  | { question: AskedQuestion; answer: GivenAnswer; how: How; open?: OpenBranch }
  | { leaf: Leaf }
);

/** A resolution the walk came to and left: it did not help, or an answer before it was changed. */
export type LeftLeaf = { leaf: Leaf; ticks: Tick[]; because: "did_not_help" | "went_elsewhere" };

/** A severity somebody kept although the resolution proposes a worse one. */
export type KeptSeverity = { by: Actor; at: Instant; severity: Severity };

/** A walk through the tree, as its events tell it. */
export type WalkState = {
  /** The way in; null while no walk was started. */
  entry: { id: string; title: string } | null;
  startedBy: Actor | null;
  path: PathStep[];
  position: Position | null;
  /** Grows whenever the position changes, so that an old button is known as such. */
  revision: number;
  /** What is ticked of the leaf's steps. */
  ticks: Tick[];
  severityKept: KeptSeverity | null;
  /** Each with what was ticked, which counts again when the walk comes back to it. */
  left: LeftLeaf[];
  /** Evidence a person said is wrong: what a probe says on it counts again when it is newer. */
  rejected: { key: EvidenceKey; at: Instant }[];
};

export const noWalk: WalkState = {
  entry: null,
  startedBy: null,
  path: [],
  position: null,
  revision: 0,
  ticks: [],
  severityKept: null,
  left: [],
  rejected: [],
};

/** The question the walk waits for, if it waits for one. */
export function currentQuestion(state: WalkState): AskedQuestion | undefined {
  return state.position && "question" in state.position ? state.position.question : undefined;
}

/** The resolution the walk has come to, if it has. */
export function currentLeaf(state: WalkState): Leaf | undefined {
  return state.position && "leaf" in state.position ? state.position.leaf : undefined;
}

/** Questions nobody could answer so far. */
export function openBranches(path: readonly PathStep[]): OpenBranch[] {
  return path.flatMap((step) => ("open" in step && step.open ? [step.open] : []));
}
