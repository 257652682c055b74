import type { Question, Runbook, Target } from "./schema.ts";

/** A choice as the tree offers it: an error class counts as a choice of the question that asks for one. */
export type TreeChoice = { id: string; label: string; codes: readonly string[]; leadsTo: Target };

/** The choices of a question in their order, without "Can't tell". */
export function choicesOf(runbook: Pick<Runbook, "errors">, question: Question): TreeChoice[] {
  return question.choices === "errors"
    ? Object.entries(runbook.errors).map(([id, error]) => toChoice(id, { ...error, codes: [] }))
    : Object.entries(question.choices).map(([id, choice]) => toChoice(id, choice));
}

type Offered = { label: string; codes?: string[] | undefined; leads_to: Target };

function toChoice(id: string, { label, codes = [], leads_to }: Offered): TreeChoice {
  return { id, label, codes, leadsTo: leads_to };
}

/** Names a place in the tree: "question:red_cells", "resolution:clay_outage". */
export function nameOf(target: Target): string {
  return "question" in target ? `question:${target.question}` : `resolution:${target.resolution}`;
}

/** Tells whether the runbook has the question or resolution. */
export function has(runbook: Runbook, target: Target): boolean {
  return "question" in target
    ? Object.hasOwn(runbook.questions, target.question)
    : Object.hasOwn(runbook.resolutions, target.resolution);
}

/** Where one can go next from a place: by each choice, and from a resolution by "this did not help". */
export function nextPlaces(runbook: Runbook, target: Target): Target[] {
  if (!has(runbook, target)) return [];
  if ("question" in target) {
    return choicesOf(runbook, runbook.questions[target.question]!).map(({ leadsTo }) => leadsTo);
  }
  const { otherwise } = runbook.resolutions[target.resolution]!;
  return otherwise ? [otherwise] : [];
}
