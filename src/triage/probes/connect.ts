import dns from "node:dns";
import net from "node:net";
import tls from "node:tls";
import type { buildConnector } from "undici";
import type { Timings } from "../../incident/evidence/evidence.ts";

/** Resolves a host name to its addresses. */
export type Lookup = (host: string) => Promise<dns.LookupAddress[]>;

/**
 * Looks every name up once per run. The system's resolver works on four threads: several probes of one host whose
 * name hangs would otherwise occupy them all and delay the others.
 */
export function createLookup(resolve: Lookup = (host) => dns.promises.lookup(host, { all: true })): Lookup {
  const asked = new Map<string, Promise<dns.LookupAddress[]>>();
  return (host) => {
    const known = asked.get(host) ?? resolve(host);
    asked.set(host, known);
    return known;
  };
}

/**
 * Connects for undici, marking the end of DNS, connect and TLS as they happen. undici's own connector tells only
 * when it is done, so the sockets are opened here; nothing is reused, neither connection nor TLS session.
 */
export function createConnect({ lookup, mark }: { lookup: Lookup; mark(phase: keyof Timings): void }): {
  connector: buildConnector.connector;
  destroy(): void;
} {
  let socket: net.Socket | undefined;
  const connector: buildConnector.connector = ({ hostname, port, protocol, servername }, callback) => {
    const host = hostname.replace(/^\[|\]$/g, "");
    const secure = protocol === "https:";
    const target = { host, port: Number(port) || (secure ? 443 : 80), lookup: asNodeLookup(lookup, mark) };
    const opened = secure
      ? tls.connect({
          ...target,
          servername: servername || (net.isIP(host) ? "" : host),
          ALPNProtocols: ["http/1.1"],
        })
      : net.connect(target);
    socket = opened.setNoDelay(true);
    opened.once("connect", () => mark("connectMs"));
    if (secure) opened.once("secureConnect", () => mark("tlsMs"));
    const settled = Promise.withResolvers<void>();
    opened.once(secure ? "secureConnect" : "connect", () => settled.resolve());
    opened.on("error", settled.reject);
    settled.promise.then(
      () => callback(null, opened),
      (error) => callback(error, null),
    );
  };
  return { connector, destroy: () => socket?.destroy() };
}

function asNodeLookup(lookup: Lookup, mark: (phase: keyof Timings) => void): net.LookupFunction {
  return (host, options, callback) => {
    lookup(host).then(
      (addresses) => {
        mark("dnsMs");
        if (options.all) callback(null, addresses);
        else callback(null, addresses[0]!.address, addresses[0]!.family);
      },
      (error) => callback(error, []),
    );
  };
}
