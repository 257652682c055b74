import type { Socket } from "node:net";
import { proxyAuthorization } from "../../lib/network/proxy-for.ts";

/** The proxy could not be reached, or did not let us through: nothing is known of what lies behind it. */
export class ProxyTrouble extends Error {
  /** A network error's code, or what the proxy answered: "ECONNREFUSED", "407". */
  readonly detail: string;

  constructor(found: Error | string) {
    super("the proxy did not let us through");
    this.detail = typeof found === "string" ? found : String((found as { code?: unknown }).code ?? "error");
  }
}

/** What a proxy says before it lets through is short; more is no answer of a proxy. */
const mostHeadBytes = 16 * 1024;

/** Asks the proxy for a tunnel to the target (RFC 9110, 9.3.6). Rejects with ProxyTrouble when there is none. */
export async function tunnel(
  socket: Socket,
  { host, port }: { host: string; port: number },
  proxy: URL,
): Promise<void> {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const authorization = proxyAuthorization(proxy);
  const lines = [
    `CONNECT ${authority} HTTP/1.1`,
    `Host: ${authority}`,
    ...(authorization ? [`Proxy-Authorization: ${authorization}`] : []),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const status = await readStatus(socket);
  if (!/^2\d\d$/.test(status)) throw new ProxyTrouble(status);
}

/** Reads the head of the proxy's answer, and nothing of what comes after it. */
async function readStatus(socket: Socket): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let head = "";
  const read = (chunk: Buffer) => {
    head += chunk.toString("latin1");
    const end = head.indexOf("\r\n\r\n");
    if (end === -1 && head.length < mostHeadBytes) return;
    const rest = Buffer.from(head.slice(end + 4), "latin1");
    const [, status] = /^HTTP\/1\.\d (\d{3})/.exec(head) ?? [];
    if (end === -1 || !status) return reject(new ProxyTrouble("no answer of a proxy"));
    socket.pause();
    if (rest.length > 0) socket.unshift(rest);
    resolve(status);
  };
  const broken = (error: Error) => reject(new ProxyTrouble(error));
  const closed = () => reject(new ProxyTrouble("ECONNRESET"));
  socket.on("data", read).once("error", broken).once("close", closed);
  try {
    return await promise;
  } finally {
    socket.off("data", read).off("error", broken).off("close", closed);
  }
}
