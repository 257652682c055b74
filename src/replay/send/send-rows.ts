import { InputChanged, outgoingRows } from "./rows.ts";
import {
  allSettled,
  drain,
  type Ending,
  type Progress,
  type SendOptions,
  sendInTurn,
  startRun,
} from "./run.ts";

/**
 * Sends the wanted rows, each noted as intended on disk before and with its outcome after. A row refused for pace
 * alone is sent again in the same run; no other is. Resolves when nothing is under way any more.
 */
export async function sendRows(options: SendOptions): Promise<{ ending: Ending; progress: Progress }> {
  const run = startRun(options);
  try {
    for await (const row of outgoingRows(options.plan, run.ledger, options.wanted)) {
      if (!(await sendInTurn(run, row))) break;
    }
    await drain(run);
  } catch (error) {
    if (!(error instanceof InputChanged)) throw error;
    run.ending ??= "input_changed";
  } finally {
    await allSettled(run);
  }
  if (run.failure !== undefined) throw run.failure;
  return { ending: run.ending ?? "done", progress: run.progress };
}
