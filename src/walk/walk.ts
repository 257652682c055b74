import { recogniseErrors } from "../runbook/find/recognise-error.ts";
import type { Runbook } from "../runbook/schema.ts";
import { has } from "../runbook/tree.ts";
import { decideChecklist, leafMoved } from "./checklist.ts";
import { evolveWalk } from "./evolve-walk.ts";
import { back, overrule } from "./walk-back.ts";
import type { WalkCommand, WalkEvent } from "./walk-events.ts";
import { choiceByEvidence, freshEvidence, provenFault, type WalkContext } from "./walk-evidence.ts";
import { movedOn, refuse, type WalkDecision } from "./walk-refusal.ts";
import {
  type AskedQuestion,
  cantTell,
  currentLeaf,
  currentQuestion,
  type Detour,
  type Explanation,
  type GivenAnswer,
  type How,
  type OpenBranch,
  type PathStep,
  type WalkState,
} from "./walk-state.ts";
import { arrive, resume, wayIn } from "./walk-way.ts";
import { askedQuestion } from "./walk-words.ts";

/**
 * Decides on a walk through the tree. An answer counts for the question and revision it names, so an old button never
 * takes a wrong step; after each step, fresh evidence answers what it can.
 */
export function decideWalk(
  runbook: Runbook,
  state: WalkState,
  command: WalkCommand,
  context: WalkContext,
): WalkDecision {
  if (command.type === "start") return start(runbook, state, command, context);
  if (!state.entry) return refuse("not_started", "This walk has not begun. Start it with what you see.");
  switch (command.type) {
    case "answer":
      return answerByPerson(runbook, state, command, { by: "person" }, context);
    case "paste":
      return paste(runbook, state, command, context);
    case "overrule":
      return overrule(runbook, state, command.question, context);
    case "back":
      return command.revision === state.revision ? back(runbook, state, context) : movedOn(state);
    case "restart":
      return command.revision === state.revision ? restart(runbook, state, "asked", context) : movedOn(state);
    case "use_evidence":
      return { events: answersByEvidence(runbook, state, context) };
    case "did_not_help":
      return didNotHelp(runbook, state, command.resolution, context);
    default:
      return decideChecklist(state, command, context);
  }
}

function start(
  runbook: Runbook,
  state: WalkState,
  { entry, revision = state.revision }: Extract<WalkCommand, { type: "start" }>,
  context: WalkContext,
): WalkDecision {
  if (revision !== state.revision) return movedOn(state);
  if (!Object.hasOwn(runbook.entries, entry)) {
    return refuse("unknown_entry", "The runbook no longer has this way in. Pick another one.");
  }
  const { id, title, target } = wayIn(runbook, entry);
  const next = arrive(runbook, [], target, "none", context)!;
  return goOn(runbook, state, { type: "walk.started", entry: { id, title }, next }, context);
}

function restart(
  runbook: Runbook,
  state: WalkState,
  reason: "asked" | "runbook_changed",
  context: WalkContext,
): WalkDecision {
  const { id, title, target } = wayIn(runbook, state.entry?.id ?? "");
  const next = arrive(runbook, [], target, "none", context)!;
  return goOn(runbook, state, { type: "walk.restarted", reason, entry: { id, title }, next }, context);
}

type Answer = { revision: number; question: string; answer: string };

function answerByPerson(
  runbook: Runbook,
  state: WalkState,
  { revision, question: named, answer }: Answer,
  how: How,
  context: WalkContext,
): WalkDecision {
  const question = currentQuestion(state);
  if (!question || question.id !== named || revision !== state.revision) return movedOn(state, named);
  if (!question.choices.some(({ id }) => id === answer)) {
    return refuse(
      "unknown_answer",
      "This question no longer has that answer. Pick one of those it shows now.",
    );
  }
  const event = answered(runbook, state, question, answer, state.position!.detour, how, context);
  return event ? goOn(runbook, state, event, context) : restart(runbook, state, "runbook_changed", context);
}

function paste(
  runbook: Runbook,
  state: WalkState,
  command: Extract<WalkCommand, { type: "paste" }>,
  context: WalkContext,
): WalkDecision {
  const [found, ...others] = recogniseErrors(runbook, command.text);
  if (!found) {
    return refuse(
      "not_recognised",
      "The runbook does not know this message. Pick what comes nearest in the list.",
    );
  }
  if (others.length > 0) {
    const labels = [found, ...others].map(({ errorClass }) => `"${runbook.errors[errorClass]!.label}"`);
    return refuse(
      "not_recognised",
      `This message can mean ${labels.join(" or ")}. Pick one of them in the list.`,
    );
  }
  const how: How = { by: "person", recognised: found.by };
  return answerByPerson(runbook, state, { ...command, answer: found.errorClass }, how, context);
}

/** The answer with where it leads, or undefined when that place is gone from the runbook. */
function answered(
  runbook: Runbook,
  state: WalkState,
  question: AskedQuestion,
  choice: string,
  detour: Detour,
  how: How,
  context: WalkContext,
): Extract<WalkEvent, { type: "walk.answered" }> | undefined {
  const { label, leadsTo } = question.choices.find(({ id }) => id === choice)!;
  if (!has(runbook, leadsTo)) return undefined;
  const explains = question.takesPastedError ? explain(runbook, choice) : undefined;
  const answer: GivenAnswer = { id: choice, label, ...(explains && { explains }) };
  const open = choice === cantTell ? leftOpen(question) : undefined;
  const step: PathStep = {
    by: context.by,
    at: context.now,
    detour,
    question,
    answer,
    how,
    ...(open && { open }),
  };
  const path = [...state.path, step];
  // The fault that was looked at first is not there after all: what was passed over comes now.
  const next =
    detour === "first" && rulesOut(question, choice)
      ? resume(runbook, state, path, context)
      : arrive(runbook, path, leadsTo, detour === "first" ? "further" : detour, context);
  return next && { type: "walk.answered", question, detour, answer, how, ...(open && { open }), next };
}

/** Tells whether an answer says that the fault looked at is not there: it goes on as "Can't tell" does. */
function rulesOut({ choices }: AskedQuestion, answer: string): boolean {
  const wayOf = (choice: string) => JSON.stringify(choices.find(({ id }) => id === choice)?.leadsTo);
  return answer !== "no" && wayOf(answer) === wayOf(cantTell);
}

function explain(runbook: Runbook, errorClass: string): Explanation | undefined {
  const known = runbook.errors[errorClass];
  return known && { cause: known.cause, retryable: known.retryable, fix: known.fix };
}

function leftOpen({ id, text, choices }: AskedQuestion): OpenBranch {
  const goesOn = choices.find((choice) => choice.id === cantTell)?.leadsTo;
  const others = choices.filter(({ leadsTo }) => JSON.stringify(leadsTo) !== JSON.stringify(goesOn));
  return { question: { id, text }, notRuledOut: others.map(({ label }) => label) };
}

function didNotHelp(
  runbook: Runbook,
  state: WalkState,
  resolution: string,
  context: WalkContext,
): WalkDecision {
  const leaf = currentLeaf(state);
  if (leaf?.resolution !== resolution) return leafMoved(leaf);
  if (!leaf.leadsOn) {
    return refuse(
      "last_resort",
      "That is the last the runbook knows. Note what you try; Clay's support takes over here.",
    );
  }
  const { detour } = state.position!;
  const tried: PathStep = { by: context.by, at: context.now, detour, leaf };
  const path = [...state.path, tried];
  const next =
    detour === "none"
      ? arrive(runbook, path, { resolution }, "none", context)
      : resume(runbook, state, path, context);
  if (!next) return restart(runbook, state, "runbook_changed", context);
  return goOn(runbook, state, { type: "walk.did_not_help", resolution, title: leaf.title, next }, context);
}

/** The event, and what evidence can answer after it. */
function goOn(runbook: Runbook, state: WalkState, event: WalkEvent, context: WalkContext): WalkDecision {
  const after = evolveWalk(state, { at: context.now, by: context.by, event });
  return { events: [event, ...answersByEvidence(runbook, after, context)] };
}

function answersByEvidence(runbook: Runbook, state: WalkState, context: WalkContext): WalkEvent[] {
  const event = nextByEvidence(runbook, state, context);
  if (!event) return [];
  const after = evolveWalk(state, { at: context.now, by: context.by, event });
  return [event, ...answersByEvidence(runbook, after, context)];
}

function nextByEvidence(runbook: Runbook, state: WalkState, context: WalkContext): WalkEvent | undefined {
  const current = currentQuestion(state);
  if (!current) return undefined;
  const { detour } = state.position!;
  const fault = detour === "none" ? provenFault(runbook, state, current, context) : undefined;
  const isAhead = fault !== undefined && fault !== current.id;
  const question = isAhead ? askedQuestion(runbook, fault, context) : current;
  const found = question.evidence && freshEvidence(state, context, question.evidence);
  const choice = found && choiceByEvidence(runbook, question, found);
  if (!found || !choice) return undefined;
  const { because, probe, at } = found;
  const how: How = { by: "evidence", key: question.evidence!, because, probe, at };
  return answered(runbook, state, question, choice, isAhead ? "first" : detour, how, context);
}
