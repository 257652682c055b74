import type { Feature } from "../requests/feature.ts";
import { type Handlers, mergeFeatures } from "../requests/handlers.ts";
import { verbActions } from "../requests/run-verb.ts";
import { addingToTimeline } from "./capture/add-to-timeline-handle.ts";
import { followingMessages } from "./capture/follow-messages-handle.ts";
import { reactions } from "./capture/reactions-handle.ts";
import { channelEvents } from "./channel/channel-events-handle.ts";
import { tokenEvents } from "./channel/token-events-handle.ts";
import { declaring } from "./declare/declare-handle.ts";
import { joining } from "./declare/join-handle.ts";
import { drilling } from "./drill/drill-handle.ts";
import { actionItems } from "./follow-up/action-items-handle.ts";
import { supporting } from "./follow-up/support-handle.ts";
import { helping } from "./look/help-handle.ts";
import { looking } from "./look/look-handle.ts";
import { counting } from "./look/stats-handle.ts";
import { metering } from "./meters/meters-handle.ts";
import { watching } from "./monitor/episode-handle.ts";
import { monitored } from "./monitor/monitor-handle.ts";
import { muting } from "./monitor/mute-handle.ts";
import { peopleEvents } from "./people/people-handle.ts";
import { afterwards } from "./postmortem/postmortem-handle.ts";
import { privacy } from "./privacy/privacy-handle.ts";
import { reminders } from "./reminders/reminders-handle.ts";
import { resolving } from "./resolve/resolve-handle.ts";
import { triaging } from "./triage/triage-handle.ts";
import { progress } from "./update/progress-handle.ts";
import { walking } from "./walk/walk-handle.ts";

/** Help lists verbs in this order within their groups. */
const features: Feature[] = [
  triaging,
  declaring,
  joining,
  watching,
  monitored,
  metering,
  muting,
  drilling,
  walking,
  progress,
  actionItems,
  privacy,
  peopleEvents,
  supporting,
  reminders,
  resolving,
  afterwards,
  addingToTimeline,
  followingMessages,
  reactions,
  channelEvents,
  tokenEvents,
  looking,
  counting,
  helping,
];

/** All the bot reacts to. */
export const handlers: Handlers = withVerbButtons(mergeFeatures(features));

function withVerbButtons(all: Handlers): Handlers {
  return { ...all, actions: { ...all.actions, ...verbActions(all.verbs) } };
}
