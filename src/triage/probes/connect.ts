import dns from "node:dns";
import net from "node:net";
import tls from "node:tls";
import type { buildConnector } from "undici";
import type { Timings } from "../../incident/evidence/evidence.ts";
import { ProxyTrouble, tunnel } from "./tunnel.ts";

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

type ConnectOptions = {
  lookup: Lookup;
  mark(phase: keyof Timings): void;
  /** Where the way out is a proxy; DNS and connect are then its own. */
  proxy?: URL | undefined;
};

/**
 * Connects for undici, marking the end of DNS, connect and TLS as they happen. undici's own connector tells only
 * when it is done, so the sockets are opened here; nothing is reused, neither connection nor TLS session. Through a
 * proxy https:// is spoken in a tunnel; for http:// the proxy itself is the one who answers.
 */
export function createConnect({ lookup, mark, proxy }: ConnectOptions): {
  connector: buildConnector.connector;
  destroy(): void;
} {
  let socket: net.Socket | undefined;
  const open = async (target: Target): Promise<net.Socket> => {
    const first = proxy ? targetOf(proxy) : target;
    socket = net.connect({ host: first.host, port: first.port, lookup: asNodeLookup(lookup, mark) });
    socket.setNoDelay(true);
    await once(socket, "connect").catch((error) => {
      throw proxy ? new ProxyTrouble(error) : error;
    });
    mark("connectMs");
    if (proxy?.protocol === "https:") socket = await secure(socket, first);
    if (!target.secure) return socket;
    if (proxy) await tunnel(socket, target, proxy);
    socket = await secure(socket, target);
    mark("tlsMs");
    return socket;
  };
  const connector: buildConnector.connector = (options, callback) => {
    open(targetOf(options)).then(
      (opened) => callback(null, opened),
      (error) => callback(error, null),
    );
  };
  return { connector, destroy: () => socket?.destroy() };
}

type Target = { host: string; port: number; secure: boolean; servername: string };

function targetOf(address: {
  hostname: string;
  port: string;
  protocol: string;
  servername?: string;
}): Target {
  const host = address.hostname.replace(/^\[|\]$/g, "");
  const secure = address.protocol === "https:";
  return {
    host,
    secure,
    port: Number(address.port) || (secure ? 443 : 80),
    servername: address.servername || (net.isIP(host) ? "" : host),
  };
}

/** A context by the certificates it trusts: one of its own for each probe would cost as much as the probe. */
const contexts = new WeakMap<object, tls.SecureContext>();

function trusting(): tls.SecureContext {
  // The same list until somebody sets another.
  const certificates = tls.getCACertificates("default");
  const context = contexts.get(certificates) ?? tls.createSecureContext();
  contexts.set(certificates, context);
  return context;
}

async function secure(socket: net.Socket, { host, servername }: Target): Promise<net.Socket> {
  const secured = tls.connect({
    socket,
    host,
    servername,
    secureContext: trusting(),
    ALPNProtocols: ["http/1.1"],
  });
  await once(secured, "secureConnect");
  return secured;
}

function once(socket: net.Socket, event: "connect" | "secureConnect"): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once(event, () => resolve());
  // Stays: an error after the connection stands is told by whoever reads, and must not end the process here.
  socket.on("error", reject);
  socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  return promise;
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
