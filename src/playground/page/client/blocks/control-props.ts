import type { Block } from "../../../slack/workspace/types.ts";

/** What a control of a form or a message is drawn with. */
export type ControlProps = {
  element: Block;
  value: unknown;
  onChange: (value: unknown) => void;
  /** The name for those who hear the page; not needed where a label points at `id`. */
  label?: string;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  required?: boolean;
};
