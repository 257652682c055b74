const secretKey =
  "(?:authorization|cookie|x-clay-webhook-auth|clay-api-key|x-slack-signature|[\\w-]*(?:token|secret|password|api_?key))";

// Patterns of what must never be written anywhere, whichever way it got into a text. The JSON ones also match
// inside a string that holds JSON, where the quotes are escaped.
const patterns: readonly [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)(?:\.[a-z]+)?-[\w-]+/g, "[slack token]"],
  [/((?:\/|%2F)v3(?:\/|%2F)sources(?:\/|%2F)webhook(?:\/|%2F))[\w-]+/gi, "$1[redacted]"],
  [/\bwfrs_[\w-]+/gi, "wfrs_[redacted]"],
  [/(https:\/\/hooks\.slack(?:-gov)?\.com\/)[\w/-]+/g, "$1[redacted]"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]"],
  [/(\bpostgres(?:ql)?:\/\/)[^\s@/"\\]+@/g, "$1[redacted]@"],
  [new RegExp(`(\\\\*"${secretKey}\\\\*":\\s*\\\\*")[^"\\\\]+`, "gi"), "$1[redacted]"],
];

/** Makes a function that takes tokens, keys, Clay webhook addresses and the given secrets out of any text. */
export function createSecretFilter(secrets: readonly string[] = []): (text: string) => string {
  // Shorter ones would blank out ordinary words; longest first, so that no part of one is left standing.
  const literal = [...new Set(secrets.flatMap(spellings))]
    .filter((secret) => secret.length >= 6)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutLiterals = literal.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
    return patterns.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), withoutLiterals);
  };
}

/** A secret as it stands in a text: as it is, within JSON, within an address. */
function spellings(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
}
