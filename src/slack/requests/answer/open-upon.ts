import type { ModalView } from "@slack/types";
import type { Web } from "../../web/web.ts";
import type { Reply, Request } from "../request.ts";

/** Lays a form upon the one the button stands in: closing it leads back there. */
export async function openUpon(web: Web, { triggerId }: Request, view: ModalView): Promise<Reply> {
  if (triggerId) await web.interactive("views.push", { trigger_id: triggerId, view });
  return {};
}
