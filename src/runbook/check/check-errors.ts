import { nearest } from "../../lib/nearest.ts";
import type { Runbook } from "../schema.ts";
import type { RunbookProblem } from "./problem.ts";

/**
 * Finds precedence of error classes that says nothing: misspelt names, and two classes each before the other. A name
 * that is like no other is of a class taken out of the built-in runbook, and harmless.
 */
export function checkErrors({ errors }: Pick<Runbook, "errors">): RunbookProblem[] {
  const ids = Object.keys(errors);
  return Object.entries(errors).flatMap(([id, { before }]) =>
    before.flatMap((other, i): RunbookProblem[] => {
      const path = ["errors", id, "before", i];
      const meant = ids.includes(other) ? undefined : nearest(other, ids);
      if (meant) {
        const message = `There is no class "${other}". Did you mean "${meant}"?`;
        return [{ path, message, fix: "Correct the name." }];
      }
      if (other === id) {
        return [{ path, message: `"${id}" cannot come before itself.`, fix: "Take it out." }];
      }
      // Said once, at the second of the two.
      const bothWays = ids.indexOf(other) < ids.indexOf(id) && errors[other]?.before.includes(id);
      const message = `"${other}" comes before "${id}" already.`;
      return bothWays ? [{ path, message, fix: "Take one of the two out." }] : [];
    }),
  );
}
