import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Another address of the local Slack's Web API, which counts the calls that come through it. */
export type Forwarder = {
  apiUrl: string;
  /** How often a method was called. */
  calls(method: string): number;
  close(): Promise<void>;
};

/** Opens it in front of `target` ("http://127.0.0.1:…/api/"), so that one replica's calls can be told from another's. */
export async function openForwarder(target: string): Promise<Forwarder> {
  const counts = new Map<string, number>();
  const server = createServer((incoming: IncomingMessage, answer) => {
    const method = (incoming.url ?? "").replace(/^\/api\//, "");
    counts.set(method, (counts.get(method) ?? 0) + 1);
    const { headers, method: verb = "GET" } = incoming;
    const onward = request(new URL(method, target), { method: verb, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls: (method) => counts.get(method) ?? 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
