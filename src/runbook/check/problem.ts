import type { Path } from "../../lib/files/yaml-places.ts";

/** Something wrong in a runbook: the path to it in the file (its value, or its key), one sentence, and what to do. */
export type RunbookProblem = { path: Path; part?: "key" | "value"; message: string; fix: string };
