import type { Refusal } from "../record/decider.ts";
import { refuse } from "../record/decider.ts";

/** Slack shows 150 characters of a headline. */
export const titleAtMost = 150;

/** More than a person types, less than one message holds. */
const textAtMost = 12_000;

/** Why the title will not do; null when it will. */
export function titleProblem(title: string): { refusal: Refusal } | null {
  if (title.trim() === "") return refuse("title_missing", "An incident needs a title.");
  if (title.length <= titleAtMost) return null;
  return refuse(
    "title_too_long",
    `The title has ${title.length} characters; ${titleAtMost} fit. Put the rest into the impact.`,
  );
}

/** Why one of the texts, named as people call them, will not do; null when all will. */
export function textProblem(texts: Record<string, string | undefined>): { refusal: Refusal } | null {
  for (const [name, text = ""] of Object.entries(texts))
    if (text.length > textAtMost)
      return refuse(
        "text_too_long",
        `The ${name} has ${text.length.toLocaleString("en-US")} characters; ${textAtMost.toLocaleString("en-US")} fit.`,
      );
  return null;
}

/** Why a text that must be there is not; null when it is there and fits. */
export function requiredTextProblem(name: string, text: string): { refusal: Refusal } | null {
  if (text.trim() === "") return refuse("text_missing", `The ${name} is empty.`);
  return textProblem({ [name]: text });
}
