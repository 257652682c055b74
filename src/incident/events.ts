import type { Actor } from "../lib/actor.ts";
import type { Instant } from "../lib/time.ts";
import type { Severity } from "../runbook/severity.ts";
import type { WalkEvent } from "../walk/walk-events.ts";
import type { WalkState } from "../walk/walk-state.ts";
import type { CreditsLost } from "./credits.ts";
import type { Diagnosis, ProbeResult } from "./evidence/evidence.ts";
import type { Replayed } from "./replay/replayed.ts";
import type { EscalationTarget } from "./rules.ts";

/** How it came to light. */
export const detections = ["alert", "user_report", "manual_check"] as const;
export type Detection = (typeof detections)[number];

/** Resolving and reopening are events of their own. */
export type OpenStatus = "investigating" | "mitigating";

/** The Slack message an incident was declared from, as it read then. */
export type Origin = {
  channel: string;
  /** Missing when it was declared by a command, which leaves no message. */
  messageTs?: string;
  /** The thread it was declared in, if it was one. */
  threadTs?: string;
  permalink?: string;
  author?: Actor;
  text?: string;
};

/** What a triage run said, words and all. */
export type Evidence = { stream: string; diagnosis: Diagnosis; results: ProbeResult[] };

/**
 * When someone must lead, as promised under the severity of that moment (`respondBy`), and when to speak up: a nudge
 * (null: no time left for one), then the first call, then the next one so many minutes after it (null: no next).
 */
export type ResponseClock = {
  respondBy: Instant;
  nudgeAt: Instant | null;
  callAt: Instant;
  againAfterMinutes: number | null;
};

/** When the next update is promised for, and when to remind of it. */
export type UpdateClock = { nudgeAt: Instant; dueAt: Instant; overdueEveryMinutes: number };

/** Where a captured message comes from; the pair is unique in a workspace. */
export type MessageSource = { channel: string; ts: string };

/** Details that may be filled in or put right at any time. */
export type Details = {
  title: string;
  impact: string;
  affected: string;
  rootCause: string;
  resolution: string;
  prevention: string;
};

/** What triage can read a watched figure from. */
export const figureSources = ["credits", "actions"] as const;
export type FigureSource = (typeof figureSources)[number];

/** A figure at or beyond which a watched one is back to normal. */
export type WatchGoal = { atLeast: number } | { atMost: number };

export type LifecycleEvent =
  | {
      type: "incident.declared";
      number: number;
      title: string;
      severity: Severity;
      impact: string;
      affected: string;
      detection: Detection;
      detectedAt: Instant;
      /** When it began, where something saw that; people who declare say since when they know of it. */
      beganAt?: Instant;
      private: boolean;
      drill: boolean;
      runbookHash: string;
      origin?: Origin;
      evidence?: Evidence;
      /** The walk that led here, made before the incident. */
      walk?: WalkState;
      /** Code of the finding it is about; two incidents with the same one are about the same thing. */
      cause?: string;
      /** That cause as people call it: "Webhook limit reached". */
      causeTitle?: string;
      lead?: Actor;
      response: ResponseClock | null;
      updates: UpdateClock | null;
    }
  | {
      type: "severity.changed";
      from: Severity;
      to: Severity;
      reason?: string;
      response: ResponseClock | null;
      updates: UpdateClock | null;
    }
  | { type: "lead.changed"; from: Actor | null; to: Actor }
  | { type: "responder.joined"; person: Actor }
  | { type: "responder.left"; person: Actor }
  /** `status` is there when it changed. */
  | {
      type: "incident.updated";
      text: string;
      status?: { from: OpenStatus; to: OpenStatus };
      action?: string;
      updates: UpdateClock | null;
    }
  | { type: "action.taken"; text: string }
  | { type: "note.added"; text: string }
  /** What Clay's status page says anew of one of its own incidents. */
  | { type: "status_page.updated"; name: string; status: string; text: string }
  | { type: "status_page.resolved"; name: string; text: string }
  /** Only what changed. */
  | { type: "details.edited"; details: Partial<Details>; creditsLost?: CreditsLost }
  | { type: "triage.recorded"; evidence: Evidence }
  /** All that one plan came to so far; a later one of the same plan takes its place. */
  | ({ type: "rows.replayed" } & Replayed)
  | {
      type: "incident.resolved";
      resolution: string;
      rootCause?: string;
      prevention?: string;
      creditsLost?: CreditsLost;
      evidence?: Evidence;
      /** Resolved although triage still fails. */
      despiteFailing: boolean;
      /** What it was about and triage did not test, so that nobody knows whether it works. */
      untested?: string[];
      offerArchiveAt: Instant;
    }
  | { type: "incident.reopened"; reason: string; response: ResponseClock | null; updates: UpdateClock | null }
  | { type: "incident.made_private" };

export type ChannelEvent =
  /** `private` is false when it was opened for everyone although the incident is private by now. */
  | { type: "channel.opened"; channel: string; name: string; private?: false }
  /** `reason` is Slack's word for it: archived, deleted, kicked. */
  | { type: "channel.lost"; reason: string }
  | { type: "channel.restored"; channel: string; name: string }
  /** A nicety could not be had; the incident goes on without. */
  | { type: "delivery.degraded"; what: string; why: string }
  | { type: "archive.offered" }
  | { type: "incident.archived" };

/** `late`: the bot was not there when it was due. */
export type ClockEvent =
  | { type: "response.nudged"; late: boolean }
  /** `target` is null when nobody is configured to be called. */
  | { type: "response.escalated"; step: number; target: EscalationTarget | null; late: boolean }
  | { type: "update.nudged"; dueAt: Instant; late: boolean }
  | { type: "update.overdue"; dueAt: Instant; count: number; late: boolean }
  | { type: "reminder.snoozed"; until: Instant }
  | { type: "reminder.dismissed" };

export type WatchEvent =
  | {
      type: "watch.started";
      watch: string;
      what: string;
      unit: string;
      everyMinutes: number;
      endsAt: Instant;
      goal?: WatchGoal;
      /** Taken from triage instead of asking a person, as far as triage can tell. */
      source?: FigureSource;
    }
  | { type: "watch.asked"; watch: string; late: boolean }
  | { type: "watch.recorded"; watch: string; value: number; normal: boolean | null }
  | { type: "watch.ended"; watch: string; reason: "back_to_normal" | "time_is_up" | "stopped" | "resolved" };

export type CaptureEvent =
  | {
      type: "entry.added";
      source: MessageSource;
      author: Actor;
      saidAt: Instant;
      text: string;
      link?: string;
      image?: string;
    }
  /** Another person captured the same message: it stays until the last of them withdraws. */
  | { type: "entry.backed"; source: MessageSource }
  | { type: "entry.backing_withdrawn"; source: MessageSource }
  | { type: "entry.edited"; source: MessageSource; text: string }
  | { type: "entry.removed"; source: MessageSource; reason: "withdrawn" | "message_deleted" };

export type FollowUpEvent =
  | { type: "action_item.added"; item: string; text: string; owner?: Actor; dueAt?: Instant }
  /** All of it as it is from now on. */
  | { type: "action_item.changed"; item: string; text: string; owner?: Actor; dueAt?: Instant }
  | { type: "action_item.closed"; item: string }
  | { type: "action_item.reminded"; item: string; late: boolean }
  /** `text` null: back to what the record says. */
  | { type: "postmortem.edited"; section: string; text: string | null }
  /** As the record stood then, the postmortem is shown in the incident's channel. */
  | { type: "postmortem.published" };

/** All that can happen to an incident. Events carry outcomes, so that no later edit of the runbook changes them. */
export type IncidentEvent =
  | LifecycleEvent
  | ChannelEvent
  | ClockEvent
  | WatchEvent
  | CaptureEvent
  | FollowUpEvent
  | WalkEvent;
