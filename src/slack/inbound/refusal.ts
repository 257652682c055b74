import type { Handled } from "../../engine/attempt.ts";
import { plainContent } from "../render/mrkdwn.ts";
import type { Reply } from "./request.ts";

/** The private answer to a command that was refused; nothing for one that was carried out. */
export function refusalOf(handled: Handled<unknown, unknown>): Reply {
  return handled.outcome === "refused" ? { say: plainContent(handled.refusal.message) } : {};
}
