import { errors } from "undici";
import type { NoAnswer } from "./answer.ts";
import { ProxyTrouble } from "./tunnel.ts";

/** The exchange took longer than its deadline. */
export class DeadlineReached extends Error {}

/** Whoever started the exchange wants it no more. */
export class Cancelled extends Error {}

const causesByCode: Record<string, NoAnswer["cause"]> = {
  ENOTFOUND: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  ETIMEDOUT: "timeout",
  EPROTO: "tls",
};

const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|HOSTNAME_MISMATCH|(DEPTH_ZERO_)?SELF_SIGNED_|ERR_OSSL|INVALID_CA|CRL_)/;

/**
 * Names the cause of a failed connection or request; undefined when the error is none of the network's but a bug of
 * ours. The detail is the error's code, which holds no address.
 */
export function causeOf(error: unknown): Pick<NoAnswer, "cause" | "detail"> | undefined {
  if (error instanceof DeadlineReached) return { cause: "timeout", detail: "deadline reached" };
  if (error instanceof ProxyTrouble) return { cause: "proxy", detail: error.detail };
  if (error instanceof Cancelled) return { cause: "cancelled", detail: "cancelled" };
  if (error instanceof errors.HTTPParserError) return { cause: "network", detail: "the answer is not HTTP" };
  const code = codeOf(error);
  if (code === undefined || /^(ERR|UND_ERR)_INVALID_/.test(code)) return undefined;
  return { cause: causeOfCode(code), detail: code };
}

function causeOfCode(code: string): NoAnswer["cause"] {
  if (code.startsWith("EAI_")) return "dns";
  if (tlsCode.test(code)) return "tls";
  return causesByCode[code] ?? "network";
}

/** An error's code; of several tried addresses (AggregateError) the first one's. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code !== "" ? code : undefined;
}
