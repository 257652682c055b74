import { BlockList, isIP } from "node:net";
import { unescape as unescapeLeniently } from "node:querystring";

/** Where requests go out through: proxies by the target's protocol, and the hosts that need none. */
export type Proxies = {
  http_proxy?: string | undefined;
  https_proxy?: string | undefined;
  /** Hosts (with all below them), addresses, networks as in 10.0.0.0/8, each with a port where one is meant; "*": all. */
  no_proxy?: string | undefined;
};

/** The proxy for an address; undefined: go there directly. */
export type ProxyFor = (url: string | URL) => URL | undefined;

/**
 * Reads the three settings as curl does: `http_proxy` serves http:// and ws://, `https_proxy` https:// and wss://.
 * A proxy without a scheme is one spoken to over http://. Nothing is left out unless `no_proxy` says so.
 */
export function createProxyFor({ http_proxy, https_proxy, no_proxy = "" }: Proxies): ProxyFor {
  const exceptions = no_proxy.split(/[\s,]+/).flatMap((entry) => parseException(entry) ?? []);
  const proxies = { "http:": parseProxy(http_proxy), "https:": parseProxy(https_proxy) };
  return (address) => {
    const url = new URL(address);
    const protocol = url.protocol.replace(/^ws/, "http") as keyof typeof proxies;
    const proxy = proxies[protocol];
    if (!proxy) return undefined;
    const target = { host: bare(url.hostname), port: url.port || defaultPorts[protocol] };
    return exceptions.some((isException) => isException(target)) ? undefined : proxy;
  };
}

/** Reads a proxy's address, with or without a scheme; undefined: there is none, or it is none. */
export function parseProxy(address: string | undefined): URL | undefined {
  if (!address) return undefined;
  const url = URL.parse(/^\w+:\/\//.test(address) ? address : `http://${address}`);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** What is secret of a proxy's address, in every spelling; nothing: it has no login. */
export function proxyLogin(address: string | undefined): string[] {
  const proxy = parseProxy(address);
  if (!address || !proxy?.password) return [];
  const { username, password } = proxy;
  return [address, `${username}:${password}`, password, unescapeLeniently(password)];
}

/** What a proxy that wants a login is sent; undefined: its address has none. */
export function proxyAuthorization({ username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  const login = [username, password].map(unescapeLeniently).join(":");
  return `Basic ${Buffer.from(login).toString("base64")}`;
}

type Target = { host: string; port: string };

const defaultPorts = { "http:": "80", "https:": "443" };

function parseException(entry: string): ((target: Target) => boolean) | undefined {
  if (entry === "*") return () => true;
  const network = /^(.+)\/(\d+)$/.exec(entry);
  if (network) return inNetwork(network[1]!, Number(network[2]));
  const [, inBrackets, plain, port] = /^(?:\[(.+)\]|([^:]+|.*:.*:.*))(?::(\d+))?$/.exec(entry) ?? [];
  const host = bare(inBrackets ?? plain ?? "").replace(/^\*?\./, "");
  if (!host) return undefined;
  return (target) =>
    (target.host === host || target.host.endsWith(`.${host}`)) && (!port || target.port === port);
}

function inNetwork(address: string, bits: number): ((target: Target) => boolean) | undefined {
  const family = isIP(address);
  if (!family || bits > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, bits, `ipv${family as 4 | 6}`);
  return ({ host }) => isIP(host) !== 0 && list.check(host, `ipv${isIP(host) as 4 | 6}`);
}

/** A host as it is compared: without brackets and the root's dot, in small letters. */
function bare(host: string): string {
  return host
    .replace(/^\[(.+)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();
}
