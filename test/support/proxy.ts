import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

/** A company's proxy as RFC 9110 and 9112 describe one: tunnels by CONNECT, and requests with a whole address. */
export type CompanyProxy = {
  /** Its address, without a login. */
  host: string;
  /** What it was asked for: "CONNECT 127.0.0.1:443", "GET http://127.0.0.1:80/path". */
  asked: string[];
  /** The status it answers instead of passing on; null: it passes on. */
  refuse(decide: (target: string) => number | null): void;
  close(): Promise<void>;
};

/** Opens a proxy; with a login it lets nobody through who does not give it. */
export async function openProxy(login?: string): Promise<CompanyProxy> {
  const asked: string[] = [];
  const open = new Set<Duplex>();
  let refusal: (target: string) => number | null = () => null;
  const wanted = login && `Basic ${Buffer.from(login).toString("base64")}`;
  const refused = (incoming: IncomingMessage, target: string) => {
    asked.push(`${incoming.method} ${target}`);
    return wanted && incoming.headers["proxy-authorization"] !== wanted ? 407 : refusal(target);
  };
  const server = createServer((incoming: IncomingMessage, response: ServerResponse) => {
    const status = refused(incoming, incoming.url!);
    if (status) return void response.writeHead(status).end("refused by the proxy");
    const { "proxy-authorization": _, ...headers } = incoming.headers;
    const onward = request(incoming.url!, { method: incoming.method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.once("error", () => response.writeHead(502).end());
    incoming.pipe(onward);
  });
  server.on("connect", (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    const status = refused(incoming, incoming.url!);
    if (status) return void client.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const onward: Socket = connect(Number(port) || 80, hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      client.pipe(onward).pipe(client);
    });
    for (const side of [client, onward]) {
      open.add(side);
      side.on("error", () => [client, onward].map((one) => one.destroy()));
      side.once("close", () => open.delete(side));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refuse: (decide) => {
      refusal = decide;
    },
    async close() {
      for (const side of open) side.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
