import type { IncidentCommand } from "../../../incident/commands.ts";
import type { Desk } from "../desk.ts";
import type { Request } from "../request.ts";
import { type Reply, replyTo } from "./reply.ts";

/** Carries out a command on an incident; the answer is why it was refused, else `then`. */
export async function changeIncident(
  stream: string,
  command: IncidentCommand,
  { by, receipt }: Pick<Request, "by" | "receipt">,
  { incidents }: Pick<Desk, "incidents">,
  then?: Reply,
): Promise<Reply> {
  return replyTo(await incidents.change(stream, command, { by, receipt }), then);
}
