import type { Path } from "../../lib/files/yaml-places.ts";
import { nearest } from "../../lib/nearest.ts";
import type { Question, Runbook, Target } from "../schema.ts";
import { choicesOf, has, nameOf, nextPlaces } from "../tree.ts";
import type { RunbookProblem } from "./problem.ts";

/** Finds names that lead nowhere, dead ends, circles and places nobody can reach. */
export function checkTree(runbook: Runbook): RunbookProblem[] {
  return [
    ...checkTargets(runbook),
    ...checkLinks(runbook),
    ...Object.entries(runbook.questions).flatMap(([id, question]) => checkQuestion(runbook, id, question)),
    ...Object.entries(runbook.resolutions).flatMap(([id, { steps }]) => checkSteps(id, steps)),
    ...checkReach(runbook),
    ...checkCircles(runbook),
  ];
}

type Reference = { path: Path; target: Target };

function checkTargets(runbook: Runbook): RunbookProblem[] {
  const all: Reference[] = [
    ...Object.entries(runbook.entries).map(([id, { starts_at }]) => ({
      path: ["entries", id, "starts_at"],
      target: { question: starts_at },
    })),
    ...Object.entries(runbook.questions).flatMap(([id, { choices }]) =>
      choices === "errors"
        ? []
        : Object.entries(choices).map(([choice, { leads_to }]) => ({
            path: ["questions", id, "choices", choice, "leads_to"],
            target: leads_to,
          })),
    ),
    ...Object.entries(runbook.errors).map(([id, { leads_to }]) => ({
      path: ["errors", id, "leads_to"],
      target: leads_to,
    })),
    ...Object.entries(runbook.resolutions).flatMap(([id, { otherwise }]) =>
      otherwise ? [{ path: ["resolutions", id, "otherwise"], target: otherwise }] : [],
    ),
  ];
  return all
    .filter(({ target }) => !has(runbook, target))
    .map(({ path, target }) => missing(runbook, path, target));
}

function missing(runbook: Runbook, path: Path, target: Target): RunbookProblem {
  return "question" in target
    ? unknownId(path, "question", target.question, Object.keys(runbook.questions))
    : unknownId(path, "resolution", target.resolution, Object.keys(runbook.resolutions));
}

function unknownId(path: Path, kind: string, id: string, known: string[]): RunbookProblem {
  const meant = nearest(id, known);
  return {
    path,
    message: `There is no ${kind} "${id}".${meant ? ` Did you mean "${meant}"?` : ""}`,
    fix: `Correct the name, or add the ${kind}.`,
  };
}

function checkLinks(runbook: Runbook): RunbookProblem[] {
  const linked: { path: Path; link?: string | undefined }[] = [
    ...Object.entries(runbook.questions).map(([id, { link }]) => ({ path: ["questions", id, "link"], link })),
    ...Object.entries(runbook.findings).map(([id, { link }]) => ({ path: ["findings", id, "link"], link })),
    ...Object.entries(runbook.troubleshooting).map(([id, { link }]) => ({
      path: ["troubleshooting", id, "link"],
      link,
    })),
    ...Object.entries(runbook.resolutions).flatMap(([id, { steps }]) =>
      steps.map(({ link }, i) => ({ path: ["resolutions", id, "steps", i, "link"], link })),
    ),
  ];
  const known = Object.keys(runbook.links);
  return linked.flatMap(({ path, link }) =>
    link === undefined || link.includes("://") || known.includes(link)
      ? []
      : [unknownId(path, "link", link, known)],
  );
}

function checkQuestion(runbook: Runbook, id: string, question: Question): RunbookProblem[] {
  const choices = choicesOf(runbook, question);
  const ids = choices.map((choice) => choice.id);
  const path = ["questions", id];
  const problems: RunbookProblem[] = [];
  if (ids.length === 0) {
    problems.push({
      path: [...path, "choices"],
      message: `Question "${id}" is a dead end: it has no choices.`,
      fix: "Add choices, each with where it leads.",
    });
  }
  if (!ids.includes(question.cant_tell)) {
    problems.push(unknownId([...path, "cant_tell"], "choice", question.cant_tell, ids));
  }
  if (ids.includes("cant_tell")) {
    problems.push({
      path: [...path, "choices", "cant_tell"],
      message: `"cant_tell" is the answer every question has by itself.`,
      fix: "Give the choice another id.",
    });
  }
  const byCode = choices.some(({ codes }) => codes.length > 0);
  if (question.evidence && !byCode && !(ids.includes("yes") && ids.includes("no"))) {
    problems.push({
      path: [...path, "evidence"],
      message: `Evidence says "yes" or "no", and "${id}" has no such choices.`,
      fix: 'Name the choices "yes" and "no", or give them the codes of findings.',
    });
  }
  return problems;
}

function checkSteps(id: string, steps: Runbook["resolutions"][string]["steps"]): RunbookProblem[] {
  const path = ["resolutions", id, "steps"];
  if (steps.length === 0) {
    return [{ path, message: `Resolution "${id}" has no steps.`, fix: "Say what to do, step by step." }];
  }
  return steps.flatMap((step, i) =>
    steps.findIndex((other) => other.id === step.id) < i
      ? [
          {
            path: [...path, i, "id"],
            message: `Two steps are called "${step.id}".`,
            fix: "Give one another id.",
          },
        ]
      : [],
  );
}

function checkReach(runbook: Runbook): RunbookProblem[] {
  const reached = new Set<string>();
  const visit = (target: Target): void => {
    if (reached.has(nameOf(target))) return;
    reached.add(nameOf(target));
    for (const next of nextPlaces(runbook, target)) visit(next);
  };
  for (const { starts_at } of Object.values(runbook.entries)) visit({ question: starts_at });
  const places: Reference[] = [
    ...Object.keys(runbook.questions).map((id) => ({ path: ["questions", id], target: { question: id } })),
    ...Object.keys(runbook.resolutions).map((id) => ({
      path: ["resolutions", id],
      target: { resolution: id },
    })),
  ];
  return places
    .filter(({ target }) => !reached.has(nameOf(target)))
    .map(({ path }) => ({
      path,
      part: "key" as const,
      message: `No answer leads to "${String(path[1])}".`,
      fix: "Lead to it from an entry, a choice or a resolution, or take it out.",
    }));
}

/** A walk must end: whichever way people answer, they must not come back to where they were. */
function checkCircles(runbook: Runbook): RunbookProblem[] {
  const done = new Set<string>();
  const problems: RunbookProblem[] = [];
  const visit = (target: Target, way: string[]): void => {
    const name = nameOf(target);
    if (way.includes(name)) {
      problems.push(circle(target, [...way.slice(way.indexOf(name)), name]));
      return;
    }
    if (done.has(name)) return;
    for (const next of nextPlaces(runbook, target)) visit(next, [...way, name]);
    done.add(name);
  };
  for (const id of Object.keys(runbook.questions)) visit({ question: id }, []);
  for (const id of Object.keys(runbook.resolutions)) visit({ resolution: id }, []);
  return problems;
}

function circle(target: Target, way: string[]): RunbookProblem {
  const path = "question" in target ? ["questions", target.question] : ["resolutions", target.resolution];
  const shown = way.map((name) => name.slice(name.indexOf(":") + 1)).join(" → ");
  return {
    path,
    part: "key",
    message: `The tree runs in a circle: ${shown}.`,
    fix: "Let one of these lead elsewhere.",
  };
}
