import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Routes } from "../lib/routes.ts";
import { createRouter } from "./routes.ts";

export type HttpServer = { port: number; close(): Promise<void> };

/** Serves the routes; in Socket Mode this is the bot's only listening port. Rejects when the port is taken. */
export async function openHttpServer(options: {
  host: string;
  port: number;
  routes: Routes;
}): Promise<HttpServer> {
  const server = createServer(createRouter(options.routes));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
