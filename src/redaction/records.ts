import type { Recorded } from "../record/decider.ts";
import { createSecretFilter } from "./secret-filter.ts";

/** What to take out of texts that leave the incident. `secrets` are those of the configuration, literally. */
type RedactionOptions = { secrets?: readonly string[]; emails: boolean };

const address = /\bhttps?:\/\/[^\s"'<>|]+/gi;
const email = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const label = String.raw`\b[\w-]*(?:api[ _-]?key|token|secret|password|passwd)`;
const value = String.raw`[^\s"',;[]{6,}`;
const clayHeader = String.raw`\b(?:x-clay-webhook-auth|clay-api-key)\s*:`;
const assignedKey = new RegExp(`((?:${label}\\s*=|${clayHeader})\\s*["']?)${value}`, "gi");
/** After ":" or "is" a word may follow as well as a key ("the token is expired"): a key has a digit. */
const labelledKey = new RegExp(`(${label}\\s*(?::|is)\\s*["']?)(?=[^\\s"',;]*\\d)${value}`, "gi");
const prefixedKey = /\b(?:sk|pk|rk|ghp|gho|glpat|AKIA|pat-\w+)[-_]?(?=[\w-]*\d)[\w-]{16,}/g;
const clayKey = /\bclay_(?:scoped|user)_[\w-]+/g;
/** The last part of a webhook's address, which is all of it that is secret. */
const clayWebhook = /\bpull-in-data-from-a-webhook-[\w-]+/g;
/** Older keys are one; in a path it is the name of a page. */
const uuid = /(?<![\w/-])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\w-])/gi;
/** Long runs that mix letters and digits. Words joined by hyphens or underscores are names, not keys. */
const opaqueRun = /(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}(?![A-Za-z0-9])/g;

/**
 * Makes a function that takes keys, tokens, webhook addresses and (if asked) e-mail addresses out of a text. Nothing
 * it takes out can be had back from what is left.
 */
export function createRedaction({ secrets = [], emails }: RedactionOptions): (text: string) => string {
  const withoutSecrets = createSecretFilter(secrets);
  return (text) => {
    const redacted = withoutSecrets(text)
      .replace(address, redactAddress)
      .replace(assignedKey, "$1[redacted]")
      .replace(labelledKey, "$1[redacted]")
      .replace(clayKey, "[redacted]")
      .replace(clayWebhook, "[redacted]")
      .replace(prefixedKey, "[redacted]")
      .replace(uuid, "[redacted]")
      .replace(opaqueRun, "[redacted]");
    return emails ? redacted.replace(email, "[e-mail]") : redacted;
  };
}

/** Hosts whose pages and pictures are often about hooks, while none is to be reached there. */
const withoutHooks =
  /^(?:(?!hooks\.)[\w-]+\.slack\.com|(?:community|docs|university|status|www)\.clay\.com)$/i;

/** Whoever has a webhook's address can send to it; logins and keys within an address are secrets as well. */
function redactAddress(url: string): string {
  const [, scheme, login, host = "", rest = ""] = /^(https?:\/\/)([^/?#]*@)?([^/?#]*)(.*)$/i.exec(url)!;
  const start = `${scheme}${login ? "[redacted]@" : ""}${host}`;
  const looksLikeHook =
    !withoutHooks.test(host) && /hook/i.test(host + rest) && /\/(?=[^/?#]*\d)[^/?#]{6,}/.test(rest);
  if (looksLikeHook) return `${start}/[redacted]`;
  return (
    start +
    rest.replace(/([?&][^=&#]*(?:key|token|secret|sig|auth|password)[^=&#]*=)[^&#]+/gi, "$1[redacted]")
  );
}

/** Fields that look like keys, are none, and are what Clay's support or a reader of the record asks for. */
const kept = new Set(["requestId", "runbookHash", "stream", "id"]);

/** The record with every text in it redacted, so that whatever is made of it holds no secret. */
export function redactEvents<E>(
  stream: readonly Recorded<E>[],
  redact: (text: string) => string,
): Recorded<E>[] {
  return stream.map((recorded) => redactStrings(recorded, redact));
}

function redactStrings<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map((item) => redactStrings(item, redact)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    kept.has(key) && typeof inner === "string" ? inner : redactStrings(inner, redact),
  ]);
  return Object.fromEntries(entries) as T;
}
