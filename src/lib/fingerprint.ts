import { createHash } from "node:crypto";

/** A short name for a value's content: equal for equal JSON, different (for all practical purposes) otherwise. */
export function fingerprintOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22);
}
