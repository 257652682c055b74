import { type LastSeen, webhooksToTest } from "../../../incident/evidence/test-rows.ts";
import type { Severity } from "../../../runbook/severity.ts";
import { currentLeaf, type LeftLeaf, type WalkState } from "../../../walk/walk-state.ts";
import type { MessageSlot } from "../../deliver/slots.ts";
import { renderChecklist } from "./checklist-render.ts";
import { renderWalk } from "./walk-render.ts";

type Where = Pick<MessageSlot, "to" | "threadTs" | "otherwiseTo">;

/**
 * A walk shows as one message, edited in place, and each resolution it comes to as a checklist of its own. `suffix`
 * keeps the slots of several places apart; `closed` says why nothing can be pressed any more.
 */
export function desiredWalk(
  stream: string,
  walk: WalkState,
  where: Where,
  {
    severity,
    seen,
    closed,
    suffix = "",
  }: { severity: Severity | null; seen: LastSeen; closed?: string; suffix?: string },
): MessageSlot[] {
  if (!walk.entry) return [];
  const message = (slot: string, content: MessageSlot["content"]): MessageSlot => ({
    kind: "message",
    slot: `${slot}${suffix}`,
    content,
    ...where,
  });
  const shown = {
    stream,
    severity,
    severityKept: walk.severityKept,
    webhooks: webhooksToTest(walk, seen),
    isClosed: closed !== undefined,
  };
  return [
    message(walkSlot, renderWalk({ stream, walk, seen, closed })),
    ...checklistsOf(walk).map(({ leaf, ticks, left }) =>
      message(`checklist:${leaf.resolution}`, renderChecklist({ ...shown, leaf, ticks, left })),
    ),
  ];
}

/** The slot of a walk's message. */
export const walkSlot = "walk";

type Checklist = Pick<LeftLeaf, "leaf" | "ticks"> & { left?: LeftLeaf["because"] };

function checklistsOf(walk: WalkState): Checklist[] {
  const left = walk.left.map(({ leaf, ticks, because }) => ({ leaf, ticks, left: because }));
  const leaf = currentLeaf(walk);
  return leaf ? [...left, { leaf, ticks: walk.ticks }] : left;
}
