import type { Target } from "../../../slack/people/act.ts";
import type { Block } from "../../../slack/workspace/types.ts";

/** Names one element among all of a message or view. */
export function targetOf(block: Block, element: Block): Target {
  return { blockId: String(block.block_id), actionId: String(element.action_id) };
}

/** The same, as modals name their fields. */
export function keyOf(block: Block, element: Block): string {
  return `${block.block_id}/${element.action_id}`;
}
