import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { type KeyAndCertificate, makeSelfSigned } from "./self-signed.ts";

/** Opens a server for the length of a test and returns its address. */
export async function openServer(
  listener: RequestListener,
  { tls = false }: { tls?: boolean | KeyAndCertificate } = {},
): Promise<string> {
  const identity = tls === true ? makeSelfSigned() : tls;
  const server = identity ? createTlsServer(identity, listener) : createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
