import type { Diagnosis } from "../../incident/evidence/evidence.ts";
import type { Instant } from "../../lib/time.ts";
import type { Hold, Part, PartId } from "./part.ts";

/** What was known besides when a part opened: what is fine, and what all of it adds up to. */
export type Around = { fine: string[]; diagnosis?: Diagnosis };

/** A part as it opens; with a hold, it is looked at and not told. */
export type Opening = { part: Part; around: Around; hold?: Hold };

export type EpisodeEvent =
  /** `drill` is the incident it belongs to, in whose channel alone it is told. */
  | ({ type: "episode.opened"; drill?: string } & Opening)
  | ({ type: "part.joined" } & Opening)
  | ({ type: "part.reopened" } & Opening)
  /** It is told again, because it lasts; with other words, because they are other ones by now. */
  | { type: "part.reminded"; id: PartId; since: Instant; meaning?: string; evidence?: string }
  | { type: "part.unsteady"; id: PartId; since: Instant; changes: number }
  | { type: "part.steady"; id: PartId; since: Instant }
  /** `silent`: its source was heard no more, so that nobody knows. */
  | { type: "part.ended"; id: PartId; endedAt: Instant; silent?: true }
  | { type: "part.held"; id: PartId; hold: Hold }
  | { type: "part.released"; id: PartId }
  | { type: "episode.not_ours" }
  | { type: "episode.declared"; incident: string }
  /** Nobody looked in this time, while the episode was open. */
  | { type: "episode.gap"; from: Instant; to: Instant };

export type EpisodeCommand =
  /** Opens the episode, joins it, or opens a part again; nothing when the part is open already. */
  | ({ type: "open"; drill?: string } & Opening)
  | { type: "remind"; id: PartId; since: Instant; meaning?: string; evidence?: string }
  | { type: "unsteady"; id: PartId; since: Instant; changes: number }
  | { type: "steady"; id: PartId; since: Instant }
  | { type: "close"; id: PartId; endedAt: Instant; silent?: true }
  | { type: "hold"; id: PartId; hold: Hold }
  | { type: "release"; id: PartId }
  | { type: "not_ours" }
  | { type: "declared"; incident: string }
  | { type: "gap"; from: Instant; to: Instant }
  | { type: "tick" };
