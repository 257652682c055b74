import type { Config } from "../config/schema.ts";

/**
 * Sends all that this process fetches (Slack's Web API, answers to people, uploads, forwarded events) through the
 * configured proxies. Node's own fetch uses the dispatcher set here, too. Sockets and probes have their own ways.
 */
export async function useProxies({ network }: Config): Promise<void> {
  if (!network.http_proxy && !network.https_proxy) return;
  const [{ setGlobalDispatcher }, { createProxyDispatcher }, { createProxyFor }] = await Promise.all([
    import("undici"),
    import("../lib/network/proxy-dispatcher.ts"),
    import("../lib/network/proxy-for.ts"),
  ]);
  setGlobalDispatcher(createProxyDispatcher(createProxyFor(network)));
}
