import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Severity } from "../runbook/severity.ts";
import type { WalkCommand } from "../walk/walk-events.ts";
import type { WalkState } from "../walk/walk-state.ts";
import type { CreditsLost } from "./credits.ts";
import type {
  Details,
  Detection,
  Evidence,
  FigureSource,
  MessageSource,
  OpenStatus,
  Origin,
  WatchGoal,
} from "./events.ts";
import type { Replayed } from "./replay/replayed.ts";

export type Declare = {
  type: "declare";
  number: number;
  title: string;
  severity: Severity;
  impact?: string;
  affected?: string;
  detection: Detection;
  /** Default: now. */
  detectedAt?: Instant;
  beganAt?: Instant;
  private?: boolean;
  drill?: boolean;
  runbookHash: string;
  origin?: Origin;
  evidence?: Evidence;
  /** The walk that led here, if one was made. */
  walk?: WalkState;
  /** Code of the finding it is about, with what it is about: "webhook.limit_reached webhook:leads". */
  cause?: string;
  /** That cause as people call it: "Webhook limit reached". */
  causeTitle?: string;
  /** Who leads from the start. */
  lead?: Actor;
};

export type Update = {
  type: "update";
  text?: string;
  status?: OpenStatus;
  action?: string;
  /** Default: by the severity's cadence. null: promise none. */
  nextUpdateAt?: Instant | null;
};

export type Resolve = {
  type: "resolve";
  resolution: string;
  rootCause?: string;
  prevention?: string;
  creditsLost?: CreditsLost;
  evidence?: Evidence;
  /** Deliberately, although the evidence says it still fails, or says nothing of what the incident is about. */
  despiteFailing?: boolean;
};

export type Capture = {
  type: "capture_entry";
  source: MessageSource;
  author: Actor;
  saidAt: Instant;
  text: string;
  link?: string;
  image?: string;
};

export type StartWatch = {
  type: "start_watch";
  what: string;
  unit: string;
  everyMinutes: number;
  forMinutes: number;
  goal?: WatchGoal;
  source?: FigureSource;
};

/** All that can be asked of an incident. Whose wish it is, and when, is in the decision's context. */
export type IncidentCommand =
  | Declare
  | { type: "change_severity"; to: Severity; reason?: string }
  /** Default person: whoever gives the command. Only a `handover` replaces someone who leads already. */
  | { type: "take_lead"; person?: Actor; handover?: true }
  | { type: "join"; person?: Actor }
  /** Out of a private incident, which they no longer see. */
  | { type: "leave"; person: Actor }
  | Update
  | { type: "take_action"; text: string }
  | { type: "note"; text: string }
  | { type: "follow_status_page"; name: string; status: string; text: string; isOver: boolean }
  | { type: "edit_details"; details: Partial<Details>; creditsLost?: CreditsLost }
  | { type: "record_triage"; evidence: Evidence }
  /** Lost rows were sent again, by the command in the terminal. */
  | ({ type: "record_replay" } & Replayed)
  | Resolve
  | { type: "reopen"; reason: string }
  | { type: "make_private" }
  /** `private`: whether Slack was asked for a private one. */
  | { type: "record_channel"; channel: string; name: string; private?: boolean }
  | { type: "lose_channel"; reason: string }
  | { type: "degrade"; what: string; why: string }
  | { type: "archive" }
  | { type: "snooze"; minutes: number }
  | { type: "dismiss" }
  | StartWatch
  | { type: "record_figure"; watch: string; value: number }
  | { type: "stop_watch"; watch: string }
  | Capture
  | { type: "withdraw_entry"; source: MessageSource }
  | { type: "edit_entry"; source: MessageSource; text: string }
  | { type: "delete_entry"; source: MessageSource }
  /** A step on the walk through the tree, or a tick on its checklist. */
  | { type: "walk"; command: WalkCommand }
  | { type: "add_action_item"; text: string; owner?: Actor; dueAt?: Instant }
  /** `text`, owner and date take the place of those there were. */
  | { type: "change_action_item"; item: string; text: string; owner?: Actor; dueAt?: Instant }
  | { type: "close_action_item"; item: string }
  | { type: "edit_postmortem"; section: string; text: string | null }
  /** `after` is when the publication was made that the person knows of: of two who press at once, one does it. */
  | { type: "publish_postmortem"; after: Instant | null }
  /** The clock: brings about what has fallen due. */
  | { type: "tick" };
