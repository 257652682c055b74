import { unescape as unescapeLeniently } from "node:querystring";

/** What an address gives away to whoever reads it: its login, and the values of its query, also as they were meant. */
export function secretsInAddress(address: string): string[] {
  const url = URL.parse(address);
  if (!url) return [];
  const { username, password, searchParams, search } = url;
  const login = password ? [`${username}:${password}`, password, unescapeLeniently(password)] : [];
  const raw = [...search.matchAll(/=([^&]+)/g)].map(([, value]) => value!);
  // Shorter ones ("json", "v2") are settings, and would blank out ordinary words.
  return [...login, ...raw, ...searchParams.values()].filter((value) => value.length >= 6);
}

/** The address without its login, and the header that says the same (RFC 7617); null: it has none. */
export function withoutLogin(address: string): { url: string; authorization: string | null } {
  const url = new URL(address);
  const { username, password } = url;
  if (!username && !password) return { url: address, authorization: null };
  const login = [username, password].map(unescapeLeniently).join(":");
  url.username = "";
  url.password = "";
  return { url: url.href, authorization: `Basic ${Buffer.from(login).toString("base64")}` };
}
