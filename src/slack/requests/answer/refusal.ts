import { plainText } from "../../../lib/words.ts";
import type { Handled } from "../../../record/attempt.ts";
import { button } from "../../blocks/buttons.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Reply } from "../request.ts";

/** The private answer to a command that was refused, with what can be pressed instead; nothing for one carried out. */
export function refusalOf(handled: Handled<unknown, unknown>): Reply {
  if (handled.outcome !== "refused") return {};
  const { text, blocks } = plainContent(handled.refusal.message);
  const refused = plainText(handled.refusal.message);
  if (handled.refusal.code !== "already_resolved") return { refused, say: { text, blocks } };
  const reopen = button({ action: verbAction("reopen"), text: "Reopen", value: handled.stream });
  return { refused, say: { text, blocks: [...blocks, { type: "actions", elements: [reopen] }] } };
}
