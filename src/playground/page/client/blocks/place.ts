import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Place } from "../../../slack/control/actions.ts";
import type { StateValues } from "../../../slack/workspace/state.ts";

/** Where blocks stand, and what was entered in them so far. */
type BlockPlace = {
  place: Place;
  /** What the server knows to be entered: views have a state, messages do not. */
  state: StateValues;
  /** What is typed in a modal and not sent yet, by "block_id/action_id". */
  drafts?: { [key: string]: unknown };
  draft?: (key: string, value: unknown) => void;
  /** What is wrong with the fields of a modal, by block_id. */
  errors: { [blockId: string]: string };
};

export const BlockPlaceContext = createContext<BlockPlace | null>(null);

/** The place of the blocks around; there is always one where blocks are drawn. */
export function useBlockPlace(): BlockPlace {
  const place = useContext(BlockPlaceContext);
  if (!place) throw new Error("Blocks are drawn within a BlockPlaceContext");
  return place;
}
