import type { ActionsBlock, Button, KnownBlock } from "@slack/types";
import { type LastSeen, webhooksToTest } from "../../../incident/evidence/test-rows.ts";
import { say, time, type Words } from "../../../lib/words.ts";
import type { EvidenceAnswer, EvidenceKey } from "../../../runbook/evidence.ts";
import { progressOf } from "../../../walk/questions-ahead.ts";
import { unreadWords } from "../../../walk/walk-evidence.ts";
import {
  type AskedQuestion,
  cantTell,
  currentLeaf,
  currentQuestion,
  type Leaf,
  type PathStep,
  type WalkState,
} from "../../../walk/walk-state.ts";
import { button, select } from "../../blocks/buttons.ts";
import { chunks, contentOf, context, mrkdwn, section, sectionLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { testRowConsent } from "../triage/test-row-consent-render.ts";

/** The action ids of a walk's buttons, and what each carries. */
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
  /** stream (or "new"), revision, way in */
  start: "walk.start",
  /** stream: which way in? */
  choose: "walk.choose",
  /** stream, what to look at, webhooks that get a test row: runs triage for this walk */
  probe: "walk.probe",
  /** nothing: the troubleshooting table */
  help: "walk.help",
} as const;

export type ShownWalk = {
  stream: string;
  walk: WalkState;
  seen: LastSeen;
  /** Why nothing can be pressed here any more. */
  closed?: string | undefined;
};

/** With more choices than this a list is easier to read than buttons. */
const buttonsAtMost = 4;

/** The walk through the tree: the path so far with who answered what, and the question with how to look. */
export function renderWalk(shown: ShownWalk): Content {
  const { stream, walk, closed } = shown;
  const question = currentQuestion(walk);
  const leaf = currentLeaf(walk);
  return contentOf([
    section(titleText(walk)),
    ...pathBlocks(stream, walk, closed === undefined),
    ...(question ? [section(questionText(question))] : []),
    ...(leaf ? [section(arrivalText(leaf))] : []),
    ...(closed === undefined ? toPress(shown, question) : [context(closed)]),
  ]);
}

function titleText(walk: WalkState): string {
  const progress = progressOf(walk);
  const title = `*${mrkdwn(`${walk.entry?.title}?`)}*`;
  return progress ? `${title}  ${progress}` : title;
}

/** Lines share sections, save those of triage's answers: each has its "That's wrong" beside it. */
function pathBlocks(stream: string, { path }: WalkState, isOpen: boolean): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) blocks.push(...chunks(plain.join("\n"), sectionLimit).map(section));
    plain = [];
  };
  for (const [i, step] of path.entries()) {
    const line = pathLine(step, path[i - 1]);
    if (!isOpen || "leaf" in step || step.how.by === "person") plain.push(line);
    else {
      flush();
      blocks.push({ ...section(line), accessory: overrule(stream, step.question) });
    }
  }
  flush();
  return blocks;
}

function overrule(stream: string, { id, text }: AskedQuestion): Button {
  const label = `That's wrong: ${text}`;
  return button({ action: walkActions.overrule, text: "That's wrong", label, value: `${stream} ${id}` });
}

function pathLine(step: PathStep, before?: PathStep): string {
  const { by, at } = step;
  if ("leaf" in step)
    return `✗ ${mrkdwn(step.leaf.title)}  *did not help*  ${mrkdwn(say`${by} ${time(at)}`)}`;
  const { question, answer, how } = step;
  const who: Words =
    how.by === "evidence"
      ? say`from triage ${time(how.at)}${isSaid(how.because, before) ? "" : `: ${how.because}`}`
      : say`${by} ${time(at)}${how.recognised ? ` (recognised by “${how.recognised}”)` : ""}`;
  const explained = answer.explains ? `\n    ${mrkdwn(explanation(answer.explains))}` : "";
  return `✓ ${mrkdwn(question.text)}  *${mrkdwn(answer.label)}*  ${mrkdwn(who)}${explained}`;
}

/** One look can answer two questions in a row: what it saw is read once. */
function isSaid(because: string, before: PathStep | undefined): boolean {
  return (
    before !== undefined && "how" in before && before.how.by === "evidence" && before.how.because === because
  );
}

function explanation({ cause, fix, retryable }: { cause: string; fix: string; retryable: boolean }): string {
  const again = retryable
    ? "Running the cell again may work."
    : "Running the cell again alone changes nothing.";
  return `${cause} ${fix} ${again}`;
}

function questionText({ text, how, link, stale }: AskedQuestion): string {
  const open = link ? ` <${link.url}|${mrkdwn(link.title)}>` : "";
  const said = stale ? `\n_${mrkdwn(staleWords(stale))}_` : "";
  return `▶ *${mrkdwn(text)}*\n${mrkdwn(how)}${open}${said}`;
}

function staleWords(stale: EvidenceAnswer): Words {
  if (stale.unread) return unreadWords(stale, stale.unread);
  return say`At ${time(stale.at)} triage said: ${stale.because} That is too long ago to count.`;
}

/** What the walk came to; the steps are in a message of their own. */
function arrivalText(leaf: Leaf): string {
  const open = leaf.open.map(
    ({ question, notRuledOut }) => `• ${mrkdwn(`${question.text} Not ruled out: ${notRuledOut.join(", ")}`)}`,
  );
  return [
    `→ *${mrkdwn(`${leaf.title} (${leaf.severity})`)}*`,
    `${leaf.cause ? `Likely cause: ${mrkdwn(leaf.cause)}. ` : ""}The steps are in the checklist below.`,
    ...(open.length ? ["Nobody could tell:", ...open] : []),
  ].join("\n");
}

function toPress(shown: ShownWalk, question: AskedQuestion | undefined): ActionsBlock[] {
  const { stream, walk } = shown;
  return [...(question ? [answers(stream, walk.revision, question)] : []), ways(shown, question)];
}

function answers(stream: string, revision: number, question: AskedQuestion): ActionsBlock {
  const value = (answer: string) => `${stream} ${revision} ${question.id} ${answer}`;
  const own = question.choices.filter(({ id }) => id !== cantTell);
  const toButton = ({ id, label }: AskedQuestion["choices"][number]): Button =>
    button({
      action: `${walkActions.answer}:${id}`,
      text: label,
      label: `${label}: ${question.text}`,
      value: value(id),
    });
  const unsure = question.choices.filter(({ id }) => id === cantTell).map(toButton);
  if (own.length <= buttonsAtMost) return { type: "actions", elements: [...own.map(toButton), ...unsure] };
  const list = select({
    action: walkActions.answer,
    placeholder: "Choose what fits",
    choices: own.map(({ id, label }) => ({ value: value(id), label })),
  });
  const paste = button({
    action: walkActions.paste,
    text: "Paste the message",
    value: `${stream} ${revision} ${question.id}`,
  });
  return { type: "actions", elements: [list, ...(question.takesPastedError ? [paste] : []), ...unsure] };
}

/** A new look by triage where it can help, the ways back, and help. */
function ways(shown: ShownWalk, question: AskedQuestion | undefined): ActionsBlock {
  const { stream, walk } = shown;
  const here = `${stream} ${walk.revision}`;
  const seen = walk.path.flatMap((step) => ("question" in step ? (step.question.evidence ?? []) : []));
  const look = question ? question.evidence : seen.at(-1);
  return {
    type: "actions",
    elements: [
      ...(look ? [lookAgain(shown, look, question?.stale !== undefined)] : []),
      ...(walk.path.length > 0 ? [button({ action: walkActions.back, text: "Back", value: here })] : []),
      button({ action: walkActions.choose, text: "Another symptom", value: stream }),
      button({ action: walkActions.restart, text: "Start over", value: here }),
      button({ action: walkActions.help, text: "Troubleshooting", value: stream }),
    ],
  };
}

function lookAgain({ stream, walk, seen }: ShownWalk, evidence: EvidenceKey, isStale: boolean): Button {
  const { confirm, carried } = testRowConsent(evidence, webhooksToTest(walk, seen));
  const isFirst = confirm !== undefined && !Object.hasOwn(seen.answers, evidence);
  return button({
    action: walkActions.probe,
    text: isStale ? "Run the probe now" : isFirst ? "Send test row" : "Test again",
    value: `${stream} ${evidence} ${carried}`.trim(),
    ...(isStale && { style: "primary" }),
    ...(confirm && { confirm }),
  });
}
