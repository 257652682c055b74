const secretKey =
  "(?:authorization|cookie|x-clay-webhook-auth|clay-api-key|x-slack-signature|[\\w-]*(?:token|secret|password|api_?key))";

// Patterns of what must never be written anywhere, whichever way it got into a text. The JSON ones also match
// inside a string that holds JSON, where the quotes are escaped.
const patterns: readonly [RegExp, string][] = [
  [/\bx(?:ox[a-z]|app)(?:\.[a-z]+)?-[\w-]+/g, "[slack token]"],
  [/(\/v3\/sources\/webhook\/)[\w-]+/g, "$1[redacted]"],
  [/(https:\/\/hooks\.slack(?:-gov)?\.com\/)[\w/-]+/g, "$1[redacted]"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, "$1 [redacted]"],
  [/(\bpostgres(?:ql)?:\/\/)[^\s@/"\\]+@/g, "$1[redacted]@"],
  [new RegExp(`(\\\\*"${secretKey}\\\\*":\\s*\\\\*")[^"\\\\]+`, "gi"), "$1[redacted]"],
];

/** Makes a function that takes tokens, keys, Clay webhook addresses and the given secrets out of any text. */
export function createSecretFilter(secrets: readonly string[] = []): (text: string) => string {
  // Shorter ones would blank out ordinary words; longest first, so that no part of one is left standing.
  const literal = [...new Set(secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))]
    .filter((secret) => secret.length >= 6)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutLiterals = literal.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
    return patterns.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), withoutLiterals);
  };
}
