import { judge } from "../plan/judge.ts";
import type { Plan } from "../plan/plan.ts";
import { saltedDigest } from "../plan/plan-file.ts";
import { openRows } from "../read/input.ts";
import type { Ledger } from "./ledger.ts";

/** A row about to be sent. */
export type OutgoingRow = { n: number; body: string };

/** The input is no longer what was planned. */
export class InputChanged extends Error {}

/** Reads the wanted rows from the plan's input, in order. Rejects with InputChanged when one is not as planned. */
export async function* outgoingRows(
  plan: Plan,
  ledger: Ledger,
  wanted: Uint8Array,
): AsyncGenerator<OutgoingRow> {
  const { input, rules, salt } = plan.header;
  let n = 0;
  for await (const batch of openRows(input.path, input.reading).rows) {
    for (const row of batch) {
      if (wanted[n] === 1) {
        const { body } = judge(row, rules);
        if (body === undefined || !saltedDigest(salt, body).equals(ledger.bodyDigest(n))) {
          throw new InputChanged(`${input.path} was changed while it was being sent.`);
        }
        yield { n, body };
      }
      n++;
    }
  }
}
