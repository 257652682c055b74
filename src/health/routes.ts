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

/** The routes, of which none that fails ends the process: it answers 500 and tells `onError`. */
export function guardRoutes(routes: Routes, onError: (error: unknown) => void): Routes {
  const guard =
    (handle: Handler): Handler =>
    async (request, response) => {
      try {
        await handle(request, response);
      } catch (error) {
        onError(error);
        if (!response.headersSent) sendJson(response, 500, { error: "this went wrong; see the log" });
        else response.end();
      }
    };
  return Object.fromEntries(Object.entries(routes).map(([path, handle]) => [path, guard(handle)]));
}

/** Sends a JSON answer that no cache keeps. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}
