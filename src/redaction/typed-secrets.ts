import { type Reading, readingsOf, spanOf } from "./readings.ts";

/** What stood where something was kept out. People read it in the mark that is left: "[webhook address]". */
export type SecretKind = "webhook address" | "Clay key" | "Slack token" | "key" | "login" | "secret";

/** A secret of the configuration, literally. */
export type KnownSecret = { kind: SecretKind; value: string };

/** A text without its secrets, and which kinds were taken out. */
export type Cleaned = { text: string; kinds: SecretKind[] };

/** Takes what is secret out of what somebody typed, leaving a mark that says what stood there. */
export type KeepOut = (text: string) => Cleaned;

// "_" may be missing: it formats, and one reading is without what formats. Clay's addresses and keys are those of its
// webhook guide and public clients (2026-11).
const patterns: readonly [SecretKind, RegExp][] = [
  ["webhook address", /(?:https?:\/\/[^\s<>|"']*)?\/v3\/sources\/webhook\/[\w-]{6,}[^\s<>|"')\],;]*/gi],
  ["webhook address", /\bpull-?_?in-data-from-a-webhook-[\w-]{4,}/gi],
  ["webhook address", /(?:https?:\/\/[^\s<>|"']*)?\/v3\/tc-workflows\/streams\/[\w-]{4,}(?:\/webhook)?/gi],
  ["webhook address", /\bwfrs_?(?=[\w-]*\d)[\w-]{6,}(?:\/webhook)?/gi],
  [
    "webhook address",
    /https?:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[^\s<>|"']+/gi,
  ],
  ["Clay key", /\bclay_?(?:scoped|user)_?(?=[\w-]*\d)[\w-]{8,}/gi],
  ["Slack token", /\bx(?:ox[a-z]|app)(?:\.x?ox[a-z])?-[\w-]{6,}/gi],
  [
    "key",
    /(?<=\b(?:x-clay-webhook-auth|clay-api-key|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?)(?!bearer\b|basic\b|\[)[^\s"'<>,;]{6,}/gi,
  ],
  ["key", /(?<=\b[\w-]*(?:api[ _-]?key|token|secret|password|passwd)\s*=\s*["']?)(?!\[)[^\s"'<>,;]{6,}/gi],
  ["key", /(?<=\bbearer\s+)(?=[^\s"'<>]*\d)[\w.~+/=-]{12,}/gi],
  ["login", /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:<>|"']+:[^\s/@<>|"']+(?=@)/gi],
];

/** Shorter ones would take ordinary words out. */
const shortestKnown = 6;

/**
 * Makes the function that keeps secrets out: those configured, and whatever has the shape of a webhook's address, a
 * Clay key, a Slack token, a key beside its name, or a login in an address; each also escaped or split by formatting.
 */
export function createKeepOut(known: readonly KnownSecret[] = []): KeepOut {
  const literals = known
    .filter(({ value }) => value.length >= shortestKnown)
    .map(({ kind, value }): [SecretKind, RegExp] => [kind, literally(value)]);
  const all = [...literals, ...patterns];
  return (text) => {
    const found = merged(readingsOf(text).flatMap((reading) => all.flatMap((one) => findIn(reading, one))));
    if (found.length === 0) return { text, kinds: [] };
    return { text: tidy(replaceAll(text, found)), kinds: [...new Set(found.map(({ kind }) => kind))] };
  };
}

/** A secret as it reads with and without what formats. */
function literally(value: string): RegExp {
  const each = [...value].map((character) => {
    if (/[*_~`]/.test(character)) return `\\${character}?`.replace("\\_", "_");
    return character.replace(/[\\^$.+?()[\]{}|/]/, "\\$&");
  });
  return new RegExp(each.join(""), "g");
}

type Found = { from: number; to: number; kind: SecretKind };

function findIn(reading: Reading, [kind, pattern]: [SecretKind, RegExp]): Found[] {
  return [...reading.text.matchAll(pattern)]
    .filter(([match]) => match.length > 0)
    .map((match) => {
      const [from, to] = spanOf(reading, match.index, match.index + match[0].length);
      return { from, to, kind };
    });
}

/** Places that overlap are one, named by the longest. */
function merged(found: readonly Found[]): Found[] {
  const all: Found[] = [];
  for (const next of found.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = all.at(-1);
    if (!last || next.from >= last.to) all.push({ ...next });
    else {
      if (next.to - next.from > last.to - last.from) last.kind = next.kind;
      last.to = Math.max(last.to, next.to);
    }
  }
  return all;
}

function replaceAll(text: string, found: readonly Found[]): string {
  return found.reduceRight(
    (rest, { from, to, kind }) => `${rest.slice(0, from)}[${kind}]${rest.slice(to)}`,
    text,
  );
}

/** Slack writes a link as <address|label>, and here both are the same mark. */
function tidy(text: string): string {
  return text.replace(/<\[([^\]]+)\](?:\|[^<>]*)?>/g, "[$1]");
}
