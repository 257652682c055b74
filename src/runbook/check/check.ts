import type { Path } from "../../lib/files/yaml-places.ts";
import type { Runbook } from "../schema.ts";
import { checkErrors } from "./check-errors.ts";
import { checkTexts } from "./check-texts.ts";
import { checkTree } from "./check-tree.ts";
import type { RunbookProblem } from "./problem.ts";

/** The finding codes that must have words, and those that may. */
export type FindingCodes = { required: readonly string[]; allowed: readonly string[] };

/**
 * Finds what the schema cannot: names that lead nowhere, questions nobody reaches, circles, texts too long for
 * Slack, findings without words. Without `codes` the findings' completeness is not looked at.
 */
export function checkRunbook(runbook: Runbook, codes?: FindingCodes): RunbookProblem[] {
  return [
    ...checkTree(runbook),
    ...checkErrors(runbook),
    ...checkTexts(runbook),
    ...(codes ? checkCodes(runbook, codes) : []),
  ];
}

function checkCodes(runbook: Runbook, { required, allowed }: FindingCodes): RunbookProblem[] {
  const without = required
    .filter((code) => !Object.hasOwn(runbook.findings, code))
    .map((code) => ({
      path: ["findings"],
      message: `Triage can find "${code}", and there are no words for it.`,
      fix: `Add "${code}:" with meaning, remedy and side.`,
    }));
  const unknown = [
    ...Object.keys(runbook.findings).map((code) => ({ path: ["findings", code], code })),
    ...codesInChoices(runbook),
  ]
    .filter(({ code }) => !allowed.includes(code))
    .map(({ path, code }) => ({
      path,
      message: `Triage never finds "${code}".`,
      fix: "Correct the code, or take it out.",
    }));
  return [...without, ...unknown];
}

function codesInChoices(runbook: Runbook): { path: Path; code: string }[] {
  return Object.entries(runbook.questions).flatMap(([id, { choices }]) =>
    choices === "errors"
      ? []
      : Object.entries(choices).flatMap(([choice, { codes = [] }]) =>
          codes.map((code, i) => ({ path: ["questions", id, "choices", choice, "codes", i], code })),
        ),
  );
}
