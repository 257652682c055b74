/** Under which heading help lists a verb, in this order. */
export const verbGroups = [
  "When something is wrong",
  "In an incident",
  "Afterwards",
  "To look",
  "More",
] as const;

/** How help tells of a verb. */
export type VerbHelp = {
  /** As it is typed: "severity P1–P4 [why]". */
  usage: string;
  /** One sentence. */
  summary: string;
  group: (typeof verbGroups)[number];
  /** What people type who have not read the list of verbs. */
  synonyms?: readonly string[];
};
