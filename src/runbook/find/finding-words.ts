import type { Side } from "../evidence.ts";
import { type FindingPlaceholders, fillFinding } from "../placeholders.ts";
import { linkUrl, type Runbook } from "../schema.ts";
import type { Severity } from "../severity.ts";

export type FindingWords = {
  meaning: string;
  remedy: string;
  severity?: Severity;
  side: Side;
  link?: string;
};

/**
 * The words for a finding: those of its code, else those of `any.<cause>`, else a plain sentence that says there are
 * none. Never throws, and no placeholder is left in the text.
 */
export function findingWords(
  runbook: Pick<Runbook, "findings" | "links">,
  code: string,
  values: FindingPlaceholders,
): FindingWords {
  const cause = code.slice(code.indexOf(".") + 1);
  const found = runbook.findings[code] ?? runbook.findings[`any.${cause}`];
  if (!found) return { meaning: `The runbook has no words for "${code}".`, remedy: "", side: "unknown" };
  const link = linkUrl(runbook, found.link);
  return {
    meaning: fillFinding(found.meaning, values),
    remedy: fillFinding(found.remedy ?? "", values),
    side: found.side,
    ...(found.severity && { severity: found.severity }),
    ...(link && { link }),
  };
}
