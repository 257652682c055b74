import type { ServerResponse } from "node:http";
import type { Handler, Routes } from "../lib/routes.ts";

/** Answers by path, and 404 or 405 for everything else. */
export function createRouter(routes: Routes): Handler {
  return (request, response) => {
    // Anyone may send a target that is no address ("//"), which must not end the process.
    const path = URL.parse(request.url ?? "/", "http://localhost")?.pathname ?? "";
    const handler = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (!handler) return sendJson(response, 404, { error: "not found", paths: Object.keys(routes) });
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return sendJson(response, 405, { error: "only GET" });
    }
    handler(request, response);
  };
}

/** Sends a JSON answer that no cache keeps. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
