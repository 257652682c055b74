import type { Plan } from "../plan/plan.ts";
import { type Meaning, meaningOf, type StopReason } from "./answer.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { afterRefusal, afterRow, type Pace, startPace, waitFor } from "./pace.ts";
import type { PostRow } from "./post-row.ts";
import type { OutgoingRow } from "./rows.ts";

/** Time as the sender sees it: milliseconds since 1970, and a sleep that ends early when the signal says so. */
export type Clock = { now(): number; sleep(milliseconds: number, signal: AbortSignal): Promise<void> };

/** Why a run ended before its last row. */
export type Ending = "done" | "asked" | "ramp" | "low_balance" | "input_changed" | StopReason;

/** How far a run is. Counts are of this run alone. */
export type Progress = {
  total: number;
  accepted: number;
  refused: number;
  inDoubt: number;
  /** Rows on their way. */
  underWay: number;
  /** Times Clay said "too many requests". */
  throttled: number;
  perSecond: number;
  startedAt: number;
  /** Nothing is sent before this moment. */
  pausedUntil: number;
};

export type SendOptions = {
  plan: Plan;
  /** 1 at the number of each row to send, and how many these are. */
  wanted: Uint8Array;
  total: number;
  perSecond: number;
  post: PostRow;
  clock: Clock;
  /** Aborted: nothing more is sent; what is under way is waited for. */
  signal: AbortSignal;
  /** After so many rows all are waited for and `look` is asked; null: never. */
  rampRows: number | null;
  /** Says whether to go on after the first rows. */
  look(progress: Progress): Promise<boolean>;
  /** Asked now and then; true: the balance is too low to go on. */
  isBalanceLow(): Promise<boolean>;
  onProgress(progress: Progress): void;
};

/** A run under way. */
export type Run = {
  options: SendOptions;
  ledger: Ledger;
  pace: Pace;
  progress: Progress;
  underWay: Set<Promise<void>>;
  /** Refused for pace alone, to be sent again. */
  again: OutgoingRow[];
  launched: number;
  troublesInARow: number;
  balanceAskedAt: number;
  ending: Ending | undefined;
  /** An error of ours, or of the disk: it ends the run and is thrown when nothing is under way any more. */
  failure: unknown;
};

/** Rows on their way at once: enough for a slow Clay, and no more than a crash may leave in doubt. */
const mostUnderWay = 10;
const mostTroublesInARow = 5;
const balanceEveryMs = 60_000;

/** A run that has sent nothing yet. */
export function startRun(options: SendOptions): Run {
  const startedAt = options.clock.now();
  const { total, perSecond } = options;
  const counts = { accepted: 0, refused: 0, inDoubt: 0, underWay: 0, throttled: 0 };
  return {
    options,
    ledger: openLedger(options.plan),
    pace: startPace(perSecond, startedAt),
    progress: { total, ...counts, perSecond, startedAt, pausedUntil: 0 },
    underWay: new Set(),
    again: [],
    launched: 0,
    troublesInARow: 0,
    balanceAskedAt: Number.NEGATIVE_INFINITY,
    ending: undefined,
    failure: undefined,
  };
}

/** Sends a row when it is its turn, after those refused for pace. False: nothing more is to be sent. */
export async function sendInTurn(run: Run, row: OutgoingRow): Promise<boolean> {
  if (run.launched === run.options.rampRows && !(await passRamp(run))) return false;
  if (!(await sendAgain(run)) || !(await waitForTurn(run))) return false;
  run.launched++;
  launch(run, row);
  return true;
}

/** Sends what was refused for pace until nothing of it is left, and waits for all that is under way. */
export async function drain(run: Run): Promise<void> {
  do {
    await allSettled(run);
  } while (run.again.length > 0 && (await sendAgain(run)));
  await allSettled(run);
}

/** Waits for all that is under way. */
export async function allSettled({ underWay }: Run): Promise<void> {
  while (underWay.size > 0) await Promise.race(underWay);
}

async function passRamp(run: Run): Promise<boolean> {
  await drain(run);
  if (run.ending === undefined && !(await run.options.look(run.progress))) run.ending = "ramp";
  return run.ending === undefined;
}

async function sendAgain(run: Run): Promise<boolean> {
  while (run.again.length > 0) {
    if (!(await waitForTurn(run))) return false;
    launch(run, run.again.shift()!);
  }
  return true;
}

async function waitForTurn(run: Run): Promise<boolean> {
  const { clock, signal, isBalanceLow } = run.options;
  while (run.underWay.size >= mostUnderWay) await Promise.race(run.underWay);
  const goesOn = () => !signal.aborted && run.ending === undefined;
  for (
    let wait = waitFor(run.pace, clock.now());
    wait > 0 && goesOn();
    wait = waitFor(run.pace, clock.now())
  ) {
    tell(run);
    await clock.sleep(wait, signal);
  }
  if (goesOn() && clock.now() - run.balanceAskedAt >= balanceEveryMs) {
    run.balanceAskedAt = clock.now();
    if (await isBalanceLow()) run.ending ??= "low_balance";
  }
  if (signal.aborted) run.ending ??= "asked";
  return run.ending === undefined;
}

function launch(run: Run, row: OutgoingRow): void {
  const { clock, post } = run.options;
  const sentAt = clock.now();
  // On disk before the first byte leaves: a crash from here on leaves the row in doubt, never unknown.
  run.ledger.note(row.n, "intended", null, sentAt);
  run.pace = afterRow(run.pace, sentAt);
  const sending: Promise<void> = post(row.body)
    .then((answer) => settle(run, row, sentAt, meaningOf(answer, clock.now())))
    .catch((error) => {
      run.failure ??= error;
      run.ending ??= "asked";
    })
    .finally(() => {
      run.underWay.delete(sending);
      tell(run);
    });
  run.underWay.add(sending);
  tell(run);
}

function settle(run: Run, row: OutgoingRow, sentAt: number, meaning: Meaning): void {
  const now = run.options.clock.now();
  const status = meaning.row === "in_doubt" ? null : meaning.status;
  run.ledger.note(row.n, meaning.row, status, now);
  if (meaning.row === "refused" && meaning.retryAfterMs !== undefined) {
    run.pace = afterRefusal(run.pace, { now, sentAt, waitMs: meaning.retryAfterMs });
    run.progress.throttled++;
    run.progress.pausedUntil = run.pace.nextAt;
    run.again.push(row);
  } else run.progress[counterOf[meaning.row]]++;
  stopIfHopeless(run, meaning);
}

const counterOf = { accepted: "accepted", refused: "refused", in_doubt: "inDoubt" } as const;

function stopIfHopeless(run: Run, meaning: Meaning): void {
  const trouble = "trouble" in meaning ? meaning.trouble : undefined;
  run.troublesInARow = trouble ? run.troublesInARow + 1 : 0;
  if (trouble && run.troublesInARow >= mostTroublesInARow) run.ending ??= trouble;
  if ("stop" in meaning && meaning.stop) run.ending ??= meaning.stop;
}

function tell({ options, progress, pace, underWay }: Run): void {
  progress.underWay = underWay.size;
  progress.perSecond = pace.perSecond;
  options.onProgress(progress);
}
