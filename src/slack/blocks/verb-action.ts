/** The action id of a button that runs a verb; its value is what would be typed after it. */
export function verbAction(verb: string): string {
  return `verb.${verb}`;
}

/** The action id of a button or list whose value is a verb with what is typed after it. */
export const anyVerbAction = "verb_typed";
