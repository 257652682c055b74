import type { Config } from "../config/schema.ts";
import { type Check, failed, fine } from "../lib/check.ts";
import { createProxyFor } from "../lib/network/proxy-for.ts";
import { createLookup } from "../triage/probes/connect.ts";
import { exchange } from "../triage/probes/exchange.ts";
import { planNeutralProbe } from "../triage/probes/plan-probes.ts";

/** Asks Slack through the proxy that leads there, and says what the proxy answers. None configured: no line. */
export async function examineProxy(config: Config): Promise<Check[]> {
  const { http_proxy, https_proxy } = config.network;
  if (!http_proxy && !https_proxy) return [];
  const proxyFor = createProxyFor(config.network);
  const proxy = proxyFor(config.slack.api_url);
  if (!proxy) return [fine("Proxy", "not used for Slack, by its protocol or by NO_PROXY")];
  const asked = planNeutralProbe(config);
  if (!("request" in asked)) return [];
  const ended = await exchange(asked.request(""), {
    deadlineMs: config.triage.deadline_ms,
    lookup: createLookup(),
    proxyFor,
  });
  if ("answer" in ended)
    return [fine("Proxy", `${proxy.host} lets us through to ${asked.target} (${ended.answer.status})`)];
  const { cause, detail } = ended.noAnswer;
  const said = cause === "proxy" ? "does not let us through" : "was passed, but nobody answered behind it";
  return [failed("Proxy", `${proxy.host} ${said}: ${detail}`, fixFor(detail))];
}

function fixFor(detail: string): string {
  if (detail === "407") return "Put its login into the address: http://user:password@proxy.example:3128.";
  if (/^\d+$/.test(detail))
    return "Ask whoever runs the proxy to allow Slack and Clay, or name them in NO_PROXY.";
  return "Check HTTPS_PROXY and HTTP_PROXY: host, port, and whether it is http:// or https:// itself.";
}
