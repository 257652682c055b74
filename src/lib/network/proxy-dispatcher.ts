import { Agent, Dispatcher, ProxyAgent } from "undici";
import { type ProxyFor, proxyAuthorization } from "./proxy-for.ts";

/**
 * Sends requests and WebSockets through the proxy their address asks for. Over HTTP/1.1 throughout, as Slack's SDK
 * does with a dispatcher of its own.
 */
export function createProxyDispatcher(proxyFor: ProxyFor): Dispatcher {
  return new ProxyDispatcher(proxyFor);
}

class ProxyDispatcher extends Dispatcher {
  readonly #direct = new Agent({ allowH2: false });
  readonly #through = new Map<string, Dispatcher>();
  readonly #proxyFor: ProxyFor;

  constructor(proxyFor: ProxyFor) {
    super();
    this.#proxyFor = proxyFor;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const proxy = options.origin && this.#proxyFor(options.origin);
    // A WebSocket must reach its server untouched, so it gets a tunnel over http:// as well.
    const agent = proxy ? this.#agentFor(proxy, Boolean(options.upgrade)) : this.#direct;
    return agent.dispatch(options, handler);
  }

  override async close(): Promise<void> {
    await Promise.all(this.#all().map((agent) => agent.close()));
  }

  override async destroy(): Promise<void> {
    await Promise.all(this.#all().map((agent) => agent.destroy()));
  }

  #all(): Dispatcher[] {
    return [this.#direct, ...this.#through.values()];
  }

  #agentFor(proxy: URL, tunnel: boolean): Dispatcher {
    const key = `${proxy.href} ${tunnel}`;
    const known = this.#through.get(key);
    if (known) return known;
    const token = proxyAuthorization(proxy);
    const agent = new ProxyAgent({
      uri: proxy.origin,
      allowH2: false,
      ...(token && { token }),
      ...(tunnel && { proxyTunnel: true }),
    });
    this.#through.set(key, agent);
    return agent;
  }
}
