import { AsyncLocalStorage } from "node:async_hooks";
import type { KeepOut, SecretKind } from "./typed-secrets.ts";

const noted = new AsyncLocalStorage<Set<SecretKind>>();

/** Does the work of one request, and tells what was kept out of the record on its way. */
export async function noteKeptOut<T>(work: () => Promise<T>): Promise<{ result: T; kinds: SecretKind[] }> {
  const kinds = new Set<SecretKind>();
  const result = await noted.run(kinds, work);
  return { result, kinds: [...kinds] };
}

/** Takes secrets out of every text within a value; what was taken out is noted for whoever asked for the work. */
export function keepOutOf<T>(value: T, keepOut: KeepOut): T {
  if (typeof value === "string") {
    const { text, kinds } = keepOut(value);
    for (const kind of kinds) noted.getStore()?.add(kind);
    return text as T;
  }
  if (Array.isArray(value)) return value.map((inner) => keepOutOf(inner, keepOut)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, keepOutOf(inner, keepOut)]),
  ) as T;
}
