import type { Outcome } from "../../incident/evidence/evidence.ts";
import type { Status } from "../../incident/state.ts";
import type { Instant } from "../../lib/time.ts";
import type { Severity } from "../../runbook/severity.ts";

/** What a bar stands for; it is written on it as well as coloured. */
export type BarTone = Severity | Status | "undeclared" | "nobody" | "lead_1" | "lead_2";

/** What a mark stands for; each has a shape of its own besides its colour. */
export type MarkTone = Outcome | "update" | "action" | "answer" | "kept" | "missed" | "due";

export type Bar = { lane: string; label: string; tone: BarTone; from: Instant; until: Instant };
export type PictureMark = { lane: string; label: string; tone: MarkTone; at: Instant };
