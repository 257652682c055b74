import type { Runbook } from "../schema.ts";
import {
  alone,
  type ErrorText,
  findPhrase,
  type Phrase,
  readErrorText,
  readPhrase,
  type Span,
} from "./error-text.ts";
import { readStatuses } from "./read-status.ts";

/** A class of cell error, and the words by which it was recognised. */
type RecognisedError = { errorClass: string; by: string };

type Found = RecognisedError & Span;
type Errors = Runbook["errors"];
type Known = { errorClass: string; by: string; phrase: Phrase };

/**
 * The class of a message or code copied from a cell. Undefined when the runbook knows none of it, and when it fits
 * several classes of which none is said to come before the others: a wrong class is worse than none.
 */
export function recogniseError(
  runbook: Pick<Runbook, "errors">,
  pasted: string,
): RecognisedError | undefined {
  const [first, ...others] = recogniseErrors(runbook, pasted);
  return others.length === 0 ? first : undefined;
}

/**
 * All classes a message fits, in the runbook's order. What it says counts ("matches"), where that is nothing its HTTP
 * status ("statuses"), where there is none a word or two said alone ("hints"). A text within a longer one does
 * not count, nor a class that another of those found comes before.
 */
export function recogniseErrors({ errors }: Pick<Runbook, "errors">, pasted: string): RecognisedError[] {
  const text = readErrorText(pasted);
  const { matches, hints } = phrasesOf(errors);
  for (const look of [
    () => lookFor(text, matches),
    () => lookForStatus(errors, pasted),
    () => lookFor(text, hints),
  ]) {
    const found = settle(errors, look());
    if (found.length > 0) return found;
  }
  return [];
}

function lookFor(text: ErrorText, known: Known[]): Found[] {
  return known.flatMap(({ errorClass, by, phrase }) => {
    const span = findPhrase(text, phrase);
    return span ? [{ errorClass, by, ...span }] : [];
  });
}

function lookForStatus(errors: Errors, pasted: string): Found[] {
  return readStatuses(pasted).flatMap((status) =>
    Object.entries(errors)
      .filter(([, { statuses }]) => statuses.includes(status))
      .map(([errorClass]) => ({ errorClass, by: String(status), from: status, to: status, asWritten: true })),
  );
}

/** One for each class that is left, told by its longest text. */
function settle(errors: Errors, found: Found[]): RecognisedError[] {
  const whole = found.filter((one) => !found.some((other) => isWithin(one, other)));
  const classes = new Set(whole.map(({ errorClass }) => errorClass));
  const beaten = new Set([...classes].flatMap((errorClass) => errors[errorClass]!.before));
  return Object.keys(errors)
    .filter((errorClass) => classes.has(errorClass) && !beaten.has(errorClass))
    .map((errorClass) => {
      const texts = whole.filter((one) => one.errorClass === errorClass).map(({ by }) => by);
      return { errorClass, by: texts.reduce((best, by) => (by.length > best.length ? by : best)) };
    });
}

function isWithin(one: Found, other: Found): boolean {
  if (one.asWritten !== other.asWritten) return false;
  return other.to - other.from > one.to - one.from && other.from <= one.from && one.to <= other.to;
}

type Phrases = { matches: Known[]; hints: Known[] };

/** Read once for each runbook: reading hundreds of phrases costs more than looking for them. */
const read = new WeakMap<Errors, Phrases>();

function phrasesOf(errors: Errors): Phrases {
  const known = read.get(errors);
  if (known) return known;
  const classes = Object.entries(errors);
  const phrases = {
    matches: classes.flatMap(([errorClass, { matches }]) =>
      matches.map((by) => ({ errorClass, by, phrase: readPhrase(by) })),
    ),
    hints: classes.flatMap(([errorClass, { hints }]) =>
      hints.map((by) => ({ errorClass, by, phrase: alone(readPhrase(by)) })),
    ),
  };
  read.set(errors, phrases);
  return phrases;
}
