import { countText } from "../tell/numbers.ts";

/**
 * Says how many rows a webhook's source has taken in its life, and who says so; undefined when it cannot be told.
 * A person who reads it off Clay is one such source, a meter another.
 */
export type SourceCount = () => Promise<{ count: number; source: string } | undefined>;

/**
 * Compares what was accepted with how much the source grew. A difference is proof only while nobody else sends, and
 * the sentence says so.
 */
export function countProof({
  accepted,
  before,
  after,
}: {
  accepted: number;
  before: number;
  after: number;
}): {
  text: string;
  missing: number;
} {
  const grew = after - before;
  const missing = accepted - grew;
  const start = `${countText(accepted)} accepted, the source grew by ${countText(grew)}`;
  const held = "This is proof only if all other senders were held meanwhile.";
  if (missing === 0) return { text: `${start}: none is missing. ${held}`, missing };
  if (missing > 0) return { text: `${start}: ${countText(missing)} missing. ${held}`, missing };
  return {
    text: `${start}: ${countText(-missing)} more than this replay sent. Others sent meanwhile, so this proves nothing.`,
    missing,
  };
}
