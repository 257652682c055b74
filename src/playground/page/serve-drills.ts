import type { IncomingMessage, ServerResponse } from "node:http";
import type { Drills } from "../drills/create-drills.ts";
import { readBody, sendJson } from "../slack/server.ts";

/**
 * Answers `GET /drills` with how the drills stand; `POST /drills/start` ({"id"}), `/drills/show` ({"as"}) and
 * `/drills/end` change that, and answer with it, too.
 */
export async function serveDrills(
  drills: Drills,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = (await readBody(request)).toString("utf8");
  const { id = "", as = "" } = JSON.parse(body || "{}") as { id?: string; as?: string };
  try {
    if (name === "start" && !(await drills.start(id))) {
      return sendJson(response, 404, { error: `There is no drill "${id}"` });
    }
    if (name === "show") await drills.show(as);
    if (name === "end") await drills.end();
    sendJson(response, 200, drills.state());
  } catch (error) {
    sendJson(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}
