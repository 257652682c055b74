import { currentLeaf } from "../../walk/walk-state.ts";
import type { Incident } from "../state.ts";

/** What the tree led to, as a guess that stands until somebody writes the cause down; "" when it led nowhere. */
export function likelyCause({ walk }: Incident): string {
  const leaf = currentLeaf(walk);
  return leaf?.cause ? `Likely: ${leaf.cause}` : "";
}
