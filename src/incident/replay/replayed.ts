import type { Instant } from "../../lib/time.ts";

/**
 * What came of sending lost rows again by one plan, over all its runs so far. Counts alone: rows are people's data.
 * `plan` is the plan's digest; `open` rows were not sent yet; `first` and `last` say when rows were accepted.
 */
export type Replayed = {
  plan: string;
  webhook: string;
  accepted: number;
  refused: number;
  inDoubt: number;
  open: number;
  first: Instant | null;
  last: Instant | null;
};

/** The step of a checklist that a replay does, in whichever resolution it stands. */
export const replayStep = "resend_paced";

/** Tells whether nothing is left to be done. */
export function isWhole({ refused, inDoubt, open }: Replayed): boolean {
  return refused + inDoubt + open === 0;
}

/** In one line: "2,088 lost rows sent again (webhook leads); 12 refused, 3 in doubt". */
export function replayedText({ webhook, accepted, refused, inDoubt, open }: Replayed): string {
  const rest = [
    refused > 0 && `${number(refused)} refused`,
    inDoubt > 0 && `${number(inDoubt)} in doubt`,
    open > 0 && `${number(open)} not sent yet`,
  ].filter(Boolean);
  const sent = `${number(accepted)} lost ${accepted === 1 ? "row" : "rows"} sent again (webhook ${webhook})`;
  return rest.length > 0 ? `${sent}; ${rest.join(", ")}` : sent;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
