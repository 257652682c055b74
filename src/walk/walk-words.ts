import { linkUrl, type Question, type Resolution, type Runbook } from "../runbook/schema.ts";
import { choicesOf, type TreeChoice } from "../runbook/tree.ts";
import { questionsAhead } from "./questions-ahead.ts";
import { isStale, type WalkContext } from "./walk-evidence.ts";
import {
  type AskedQuestion,
  type ChecklistStep,
  cantTell,
  type Leaf,
  type NamedLink,
  type OpenBranch,
  type ProposedWatch,
} from "./walk-state.ts";

/** The runbook's question with all its words, as it is put to people. Expects an id the runbook has. */
export function askedQuestion(runbook: Runbook, id: string, context: WalkContext): AskedQuestion {
  const question = runbook.questions[id]!;
  const said = question.evidence && context.evidence[question.evidence];
  return {
    id,
    text: question.text,
    how: question.how,
    choices: offered(runbook, question),
    takesPastedError: question.choices === "errors",
    ahead: questionsAhead(runbook, id, context),
    ...namedLink(runbook, question.link),
    ...(question.evidence && { evidence: question.evidence }),
    ...(said && isStale(said, context) && { stale: said }),
  };
}

function offered(runbook: Runbook, question: Question) {
  const choices = choicesOf(runbook, question);
  const goesOn = choices.find(({ id }) => id === question.cant_tell)!;
  return [...choices.map(toOffered), { ...toOffered(goesOn), id: cantTell, label: "Can't tell" }];
}

function toOffered({ id, label, leadsTo }: TreeChoice) {
  return { id, label, leadsTo };
}

/** The runbook's resolution with all its words. Expects an id the runbook has. */
export function leafOf(runbook: Runbook, id: string, open: OpenBranch[]): Leaf {
  const resolution = runbook.resolutions[id]!;
  const { title, incident_title, severity, impact, cause, prevention, steps, watch, otherwise } = resolution;
  return {
    resolution: id,
    title,
    incidentTitle: incident_title,
    severity,
    impact,
    ...(cause && { cause }),
    steps: steps.map((step) => toChecklistStep(runbook, step)),
    open,
    leadsOn: otherwise !== null,
    ...(prevention && { prevention }),
    ...(watch && { watch: toWatch(watch) }),
  };
}

function toChecklistStep(runbook: Runbook, step: Resolution["steps"][number]): ChecklistStep {
  const { id, did, owner, cost, verify, action } = step;
  return {
    id,
    do: step.do,
    owner,
    action,
    ...namedLink(runbook, step.link),
    ...(did && { did }),
    ...(cost && { cost }),
    ...(verify && { verify }),
  };
}

function toWatch(watch: NonNullable<Resolution["watch"]>): ProposedWatch {
  const { figure, unit, every_minutes, for_minutes, normal } = watch;
  const goal = "at_least" in normal ? { atLeast: normal.at_least } : { atMost: normal.at_most };
  return { what: figure, unit, everyMinutes: every_minutes, forMinutes: for_minutes, goal };
}

function namedLink(runbook: Runbook, link: string | undefined): { link?: NamedLink } {
  const url = linkUrl(runbook, link);
  return link && url ? { link: { title: runbook.links[link]?.title ?? "Open", url } } : {};
}
