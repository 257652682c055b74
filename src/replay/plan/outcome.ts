/** What became of an earlier attempt to send a row. */
export type EarlierOutcome = "accepted" | "refused" | "in_doubt";

// With these the request never left: no connection was there to carry it.
const neverSent = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_NODATA|CERT_|SELF_SIGNED|CONNECT_TIMEOUT/i;

const successWords = /^(ok|success|successful|succeeded|delivered)$/i;

/**
 * Reads what a sender noted as the answer: a status code, a text with one ("HTTP/1.1 429", "Request failed with
 * status code 503"), a word, or an error's code. Any 2xx is acceptance (Clay's webhook guide: only a 2xx makes a
 * row). Whatever does not clearly say that an answer came is in doubt.
 */
export function outcomeOf(status: unknown): EarlierOutcome {
  if (typeof status === "boolean") return status ? "accepted" : "in_doubt";
  if (typeof status !== "number" && typeof status !== "string") return "in_doubt";
  const text = String(status).trim();
  if (successWords.test(text)) return "accepted";
  const code = codeIn(text);
  if (code !== undefined) return code.startsWith("2") ? "accepted" : "refused";
  return neverSent.test(text) ? "refused" : "in_doubt";
}

/** "300 ms" is no status, so a number counts only alone, at the beginning before words, or after "status". */
function codeIn(text: string): string | undefined {
  if (/^[1-5]\d\d$/.test(text)) return text;
  if (/^\d+\s*m?s\b/i.test(text)) return undefined;
  return (
    /^(?:HTTP(?:\/[\d.]+)?\s+)?([245]\d\d)(?=[\s:,;-])/i.exec(text)?.[1] ??
    /\b(?:HTTP|status(?:\s*code)?)\W{0,2}([1-5]\d\d)\b/i.exec(text)?.[1]
  );
}
