import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Tells whether a request comes from the page itself or from a tool, and not from another site open in the same
 * browser: one that posts here (it names its origin), or one whose name was pointed at this machine.
 */
export function isFromHere({ headers }: IncomingMessage, listensOn: string): boolean {
  const address = URL.parse(`http://${headers.host ?? ""}`);
  if (!address) return false;
  const name = address.hostname.replace(/^\[|\]$/g, "");
  const known = name === "localhost" || name === listensOn || isIP(name) !== 0;
  return known && (headers.origin === undefined || headers.origin === address.origin);
}
