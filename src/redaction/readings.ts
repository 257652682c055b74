/**
 * A text as somebody may read it, each character with the span of the original it stands for, so that what is found
 * in a reading can be taken out of the original.
 */
export type Reading = { text: string; from: number[]; to: number[] };

/**
 * The readings in which a secret can hide: as it stands, with escapes of addresses, HTML and JSON undone (also one in
 * another), and that without the marks by which chat programs format.
 */
export function readingsOf(text: string): Reading[] {
  const plain = asWritten(text);
  const decoded = decode(plain);
  const unmarked = withoutMarkup(decoded);
  return [plain, decoded, unmarked].filter(
    (reading, index, all) => all.findIndex((other) => other.text === reading.text) === index,
  );
}

/** The original's span for a place in a reading. */
export function spanOf({ from, to }: Reading, start: number, end: number): [from: number, to: number] {
  return [from[start]!, to[end - 1]!];
}

function asWritten(text: string): Reading {
  const places = Array.from({ length: text.length }, (_, index) => index);
  return { text, from: places, to: places.map((place) => place + 1) };
}

/** A space or a line end of no width, and what Slack, Markdown and HTML format with. */
const markup = /[*_~`\u00ad\u200b-\u200d\u2060\ufeff]/;

function withoutMarkup(reading: Reading): Reading {
  const kept = [...reading.text.split("").keys()].filter((index) => !markup.test(reading.text[index]!));
  return {
    text: kept.map((index) => reading.text[index]).join(""),
    from: kept.map((index) => reading.from[index]!),
    to: kept.map((index) => reading.to[index]!),
  };
}

const escaped = /%([0-7][\da-f])|&#x([\da-f]{2});|&#(\d{2,3});|&(amp);|\\u00([0-7][\da-f])|\\(\/)/gi;

/** An escape can hide another one: "%252F". More than a few deep nobody writes. */
const mostTimes = 4;

function decode(reading: Reading): Reading {
  let current = reading;
  for (let times = 0; times < mostTimes; times++) {
    const next = decodeOnce(current);
    if (next.text === current.text) return current;
    current = next;
  }
  return current;
}

function decodeOnce({ text, from, to }: Reading): Reading {
  const decoded: Reading = { text: "", from: [], to: [] };
  let done = 0;
  const keep = (end: number) => {
    decoded.text += text.slice(done, end);
    decoded.from.push(...from.slice(done, end));
    decoded.to.push(...to.slice(done, end));
  };
  for (const found of text.matchAll(escaped)) {
    keep(found.index);
    done = found.index + found[0].length;
    decoded.text += characterOf(found);
    decoded.from.push(from[found.index]!);
    decoded.to.push(to[done - 1]!);
  }
  keep(text.length);
  return decoded;
}

function characterOf([, percent, hexEntity, entity, ampersand, unicode, slash]: RegExpMatchArray): string {
  if (ampersand) return "&";
  if (slash) return "/";
  const hex = percent ?? hexEntity ?? unicode;
  return String.fromCharCode(hex ? Number.parseInt(hex, 16) : Number(entity));
}
