import { type Found, whichIncident } from "../features/look/which-incident-handle.ts";
import type { Desk } from "./desk.ts";
import type { Handler } from "./handlers.ts";
import type { Reply, VerbRequest } from "./request.ts";

/** Makes a verb of what is done with the incident it is about; when that is not clear, the person is asked which. */
export function createOnIncident(
  desk: Pick<Desk, "incidents" | "people">,
  options: Parameters<typeof whichIncident>[3] = {},
) {
  return (verb: string, run: (found: Found, request: VerbRequest) => Promise<Reply>): Handler<VerbRequest> =>
    async (request) => {
      const found = await whichIncident(desk, verb, request, options);
      return "ask" in found ? found.ask : run(found, request);
    };
}
