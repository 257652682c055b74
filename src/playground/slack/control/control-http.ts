import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson } from "../server.ts";
import type { Stream } from "../stream.ts";
import type { Control } from "./control.ts";

// These take or give functions, so they make sense only within the process. The stream stands in for them.
const inProcessOnly = new Set(["subscribe", "waitFor", "until"]);

/** Where the control is served: the address it is reached at, and the stream of changes. */
type ControlSite = { url: string; stream: Stream };

function streamChanges({ stream }: ControlSite, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    connection: "keep-alive",
  });
  response.write(": open\n\n");
  const end = stream.subscribe((change) => {
    response.write(`id: ${change.seq}\nevent: ${change.type}\ndata: ${JSON.stringify(change)}\n\n`);
  });
  request.on("close", end);
}

async function readArguments(request: IncomingMessage): Promise<unknown[]> {
  const body = (await readBody(request)).toString("utf8");
  const parsed: unknown = body === "" ? [] : JSON.parse(body);
  return Array.isArray(parsed) ? parsed : [parsed];
}

/** A web page of another site must not steer this workspace: browsers name the origin of what they send. */
function isForeign({ headers }: IncomingMessage, { url }: ControlSite): boolean {
  return headers.origin !== undefined && headers.origin !== url;
}

/**
 * Answers `POST /control/<name>` with what `control.<name>(...body)` gives, the body being a JSON array of arguments,
 * and `GET /control/stream` with every change as a server-sent event.
 */
export async function serveControl(
  site: ControlSite,
  control: Control,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isForeign(request, site)) return sendJson(response, 403, { error: "Not from this page" });
  if (name === "stream") return streamChanges(site, request, response);
  if (!Object.hasOwn(control, name) || inProcessOnly.has(name))
    return sendJson(response, 404, { error: `No control ${name}` });
  try {
    const run = (control as unknown as { [name: string]: (...args: unknown[]) => unknown })[name]!;
    const result = await run.apply(control, await readArguments(request));
    sendJson(response, 200, { result: result ?? null });
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}
