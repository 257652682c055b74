import type { Severity } from "../../runbook/severity.ts";
import { currentLeaf, type Leaf, type Tick, type WalkState } from "../../runbook/walk-state.ts";
import { renderChecklist } from "../render/checklist.ts";
import { renderWalk } from "../render/walk.ts";
import type { MessageSlot } from "../slots.ts";

type Where = Pick<MessageSlot, "to" | "threadTs" | "otherwiseTo">;

/**
 * A walk shows as one message, edited in place, and each resolution it comes to as a checklist of its own. `suffix`
 * keeps the slots of several places apart.
 */
export function desiredWalk(
  stream: string,
  walk: WalkState,
  where: Where,
  { severity, suffix = "" }: { severity: Severity | null; suffix?: string },
): MessageSlot[] {
  if (!walk.entry) return [];
  const message = (slot: string, content: MessageSlot["content"]): MessageSlot => ({
    kind: "message",
    slot: `${slot}${suffix}`,
    content,
    ...where,
  });
  return [
    message("walk", renderWalk(stream, walk)),
    ...leavesOf(walk).map(({ leaf, ticks, isCurrent }, i) =>
      message(`checklist:${i}`, renderChecklist({ stream, leaf, ticks, isCurrent, severity })),
    ),
  ];
}

function leavesOf(walk: WalkState): { leaf: Leaf; ticks: Tick[]; isCurrent: boolean }[] {
  const left = walk.left.map((one) => ({ ...one, isCurrent: false }));
  const leaf = currentLeaf(walk);
  return leaf ? [...left, { leaf, ticks: walk.ticks, isCurrent: true }] : left;
}
