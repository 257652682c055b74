// A number of sixteen and more digits may not survive JavaScript's own: an id would change on its way.
const longNumber = /[\d.eE+-]{16}/;

/** Parses JSON so that `JSON.stringify` gives every number back as it stood. Throws a SyntaxError that must not be shown. */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, keepNumber) : JSON.parse(text);
}

function keepNumber(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || !context?.source || String(value) === context.source) return value;
  return rawNumber(context.source);
}

type RawJson = { rawJSON: string };
const raw = JSON as unknown as {
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
};

/** A number that `JSON.stringify` writes exactly as given, which must be JSON's notation. */
export function rawNumber(digits: string): unknown {
  return raw.rawJSON(digits);
}

/** A number kept as it stood, as its text; undefined for every other value. */
export function textOfRawNumber(value: unknown): string | undefined {
  return raw.isRawJSON(value) ? value.rawJSON : undefined;
}

/** Tells whether a text is a number in JSON's notation, which knows no leading zeros and no commas. */
export function isJsonNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text);
}
