import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import { say, time, type Words } from "../../lib/words.ts";
import {
  type AskedQuestion,
  cantTell,
  currentLeaf,
  currentQuestion,
  type PathStep,
  type WalkState,
} from "../../runbook/walk-state.ts";
import type { Content } from "../slots.ts";
import { button, select } from "./buttons.ts";
import { chunks, context, mrkdwn, section, sectionLimit, shortenMrkdwn, textLimit } from "./mrkdwn.ts";

/** The action ids of a walk's buttons. What each carries starts with the record's stream. */
export const walkActions = {
  /** stream, revision, question, answer */
  answer: "walk.answer",
  /** stream, revision, question: opens the form to paste a message of Clay's */
  paste: "walk.paste",
  /** stream, question */
  overrule: "walk.overrule",
  /** stream, revision */
  back: "walk.back",
  restart: "walk.restart",
  /** stream (or "new"), way in */
  start: "walk.start",
  /** stream: which way in? */
  choose: "walk.choose",
  /** stream: run triage for this walk */
  probe: "walk.probe",
} as const;

/** With more choices than this a list is easier to read than buttons. */
const buttonsAtMost = 4;

/** The walk through the tree: the path so far with who answered what, and the question with how to look. */
export function renderWalk(stream: string, walk: WalkState): Content {
  const question = currentQuestion(walk);
  const title = `*${mrkdwn(`${walk.entry?.title}?`)}*  step ${walk.path.length + 1}`;
  const path = walk.path.map(pathLine);
  const now = question ? questionText(question) : arrival(walk);
  const text = [title, ...path, now].join("\n");
  const blocks: KnownBlock[] = [
    section(title),
    ...chunks(path.join("\n"), sectionLimit).filter(Boolean).map(section),
    section(now),
    ...(question ? answers(stream, walk.revision, question) : []),
    ways(stream, walk, question),
  ];
  return { text: shortenMrkdwn(text, textLimit), blocks };
}

function pathLine(step: PathStep): string {
  if ("leaf" in step) {
    return `✗ ${mrkdwn(step.leaf.title)}  did not help  ${mrkdwn(say`${step.by} ${time(step.at)}`)}`;
  }
  const { question, answer, how, by, at } = step;
  const who: Words =
    how.by === "evidence" ? say`from triage ${time(how.at)}: ${how.because}` : say`${by} ${time(at)}`;
  const explained = answer.explains
    ? `\n    ${mrkdwn(`${answer.explains.cause} ${answer.explains.fix}`)}`
    : "";
  return `✓ ${mrkdwn(question.text)}  *${mrkdwn(answer.label)}*  ${mrkdwn(who)}${explained}`;
}

function questionText(question: AskedQuestion): string {
  const link = question.link ? ` <${question.link.url}|${mrkdwn(question.link.title)}>` : "";
  const stale = question.stale
    ? `\n_${mrkdwn(say`At ${time(question.stale.at)} triage said: ${question.stale.because} That is too long ago to count.`)}_`
    : "";
  return `▶ *${mrkdwn(question.text)}*\n${mrkdwn(question.how)}${link}${stale}`;
}

/** What the walk came to; the steps are in a message of their own. */
function arrival(walk: WalkState): string {
  const leaf = currentLeaf(walk);
  if (!leaf) return "The walk has ended.";
  const open = leaf.open.map(
    ({ question, notRuledOut }) => `• ${mrkdwn(`${question.text} Not ruled out: ${notRuledOut.join(", ")}`)}`,
  );
  return [
    `→ *${mrkdwn(`${leaf.title} (${leaf.severity})`)}*`,
    `${mrkdwn(leaf.cause)}`,
    ...(open.length ? ["Nobody could tell:", ...open] : []),
  ].join("\n");
}

function answers(stream: string, revision: number, question: AskedQuestion): KnownBlock[] {
  const value = (answer: string) => `${stream} ${revision} ${question.id} ${answer}`;
  const own = question.choices.filter(({ id }) => id !== cantTell);
  const unsure = question.choices.filter(({ id }) => id === cantTell);
  const toButton = ({ id, label }: AskedQuestion["choices"][number], i: number): Button =>
    button({ action: `${walkActions.answer}:${i}`, text: label, value: value(id) });
  if (own.length <= buttonsAtMost) return [{ type: "actions", elements: [...own, ...unsure].map(toButton) }];
  return [
    {
      type: "actions",
      elements: [
        select({
          action: walkActions.answer,
          placeholder: "Choose what fits",
          choices: own.map(({ id, label }) => ({ value: value(id), label })),
        }),
        ...(question.takesPastedError
          ? [
              button({
                action: walkActions.paste,
                text: "Paste the message",
                value: `${stream} ${revision} ${question.id}`,
              }),
            ]
          : []),
        ...unsure.map((choice) => toButton(choice, own.length)),
      ],
    },
  ];
}

/** Back, start over, a probe that could answer, and the last answer that triage gave, to overrule. */
function ways(stream: string, walk: WalkState, question: AskedQuestion | undefined): ActionsBlock {
  const byEvidence = walk.path.flatMap((step) =>
    "question" in step && step.how.by === "evidence" ? [step.question] : [],
  );
  const overrules = byEvidence.slice(-3).map((answered, i) =>
    button({
      action: `${walkActions.overrule}:${i}`,
      text: byEvidence.length === 1 ? "That's wrong" : `Wrong: ${answered.text}`,
      label: `Triage is wrong about: ${answered.text}`,
      value: `${stream} ${answered.id}`,
    }),
  );
  return {
    type: "actions",
    elements: [
      ...(question?.evidence
        ? [button({ action: walkActions.probe, text: "Run triage now", value: stream })]
        : []),
      ...overrules,
      ...(walk.path.length > 0
        ? [button({ action: walkActions.back, text: "Back", value: `${stream} ${walk.revision}` })]
        : []),
      button({ action: walkActions.choose, text: "Another symptom", value: stream }),
      button({ action: walkActions.restart, text: "Start over", value: `${stream} ${walk.revision}` }),
    ],
  };
}

/** Asks what people see, to begin a walk. `stream` is "new" where no record is there yet. */
export function renderWaysIn(
  stream: string,
  entries: { id: string; title: string; symptom: string }[],
): Content {
  const question = "What do you see? I ask what only you can look at, and answer the rest from triage.";
  const lines = entries.map(({ title, symptom }) => `• ${mrkdwn(`${title}: ${symptom}`)}`);
  return {
    text: [question, ...lines].join("\n"),
    blocks: [
      section(`*${question}*`),
      {
        type: "actions",
        elements: [
          select({
            action: walkActions.start,
            placeholder: "Choose what you see",
            choices: entries.map(({ id, title, symptom }) => ({
              value: `${stream} ${id}`,
              label: title,
              description: symptom,
            })),
          }),
        ],
      },
      context("You can start over with another symptom at any time."),
    ],
  };
}
