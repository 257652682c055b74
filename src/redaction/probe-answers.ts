import { createSecretFilter } from "./secret-filter.ts";
import { secretPartOf } from "./webhook-address.ts";

const maxExcerpt = 200;
const maxRead = 4000;

/**
 * Makes a function that removes the given secrets, and whatever looks like an e-mail address, an address with a
 * path, or a token, from a text.
 */
export function createRedact(secrets: readonly string[]): (text: string) => string {
  const withoutSecrets = createSecretFilter(secrets);
  return (text) =>
    withoutSecrets(text)
      .replace(/\bhttps?:\/\/([^\s/"'<>?#@]+@)?([^\s/"'<>?#@]+)[^\s"'<>]*/gi, "$2/…")
      .replace(/[\w.+%-]+@[\w-]+(\.[\w-]+)+/g, "[e-mail]")
      .replace(/[\w.~+/=-]{16,}/g, (word) => (isTokenLike(word) ? "[redacted]" : word));
}

/** Long runs that mix letters and digits, or look like a prefixed key, are tokens; plain long words are not. */
function isTokenLike(word: string): boolean {
  return /\d/.test(word) && /[a-z]/i.test(word);
}

/** A short, single-line, redacted piece of an answer (at most 200 characters); undefined when nothing is left. */
export function excerptOf(body: string, redact: (text: string) => string): string | undefined {
  const plain = beginningOf(body)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, " ")
    .replace(/<[^>]*>/g, " ")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here.
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufffd\s]+/g, " ")
    .trim();
  const redacted = redact(plain);
  return redacted.length > maxExcerpt
    ? `${redacted.slice(0, maxExcerpt - 1).trimEnd()}…`
    : redacted || undefined;
}

/**
 * The part of a body that is looked at. These patterns take quadratic time on hostile text, so it must stay short;
 * and it must not end inside a word, for half a secret would not be recognised as one.
 */
function beginningOf(body: string): string {
  return body.length <= maxRead ? body : body.slice(0, maxRead).replace(/[^\s<>"',;]+$/, "");
}

/** A webhook's address as it may be shown, without the part that is its key. Whoever has the whole can write rows. */
export function redactWebhookUrl(url: string): string {
  const secret = secretPartOf(url);
  return secret === undefined
    ? redactUrl(url)
    : redactUrl(url.replace(secret, "…")).replaceAll("%E2%80%A6", "…");
}

/** An address as it may be shown: host and path, without login, query, or path segments that look like tokens. */
export function redactUrl(url: string): string {
  const { host, pathname } = new URL(url);
  const segments = pathname
    .split("/")
    .map((segment) => (segment.length >= 16 && isTokenLike(segment) ? "…" : segment));
  return `${host}${segments.join("/").replace(/\/$/, "")}`;
}
