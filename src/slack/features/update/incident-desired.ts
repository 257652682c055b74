import type { Config } from "../../../config/schema.ts";
import type { IncidentHistory } from "../../../incident/incident.ts";
import { type Incident, incidentName } from "../../../incident/state.ts";
import { membersOf } from "../../../incident/summary.ts";
import { sentence } from "../../../lib/sentence.ts";
import { say } from "../../../lib/words.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { changes, channelNotes, lastTold } from "../../../telling/changes.ts";
import { wordsWithoutCodes } from "../../../telling/for-sales.ts";
import { notification } from "../../../telling/notification.ts";
import { mrkdwn, shorten } from "../../blocks/mrkdwn.ts";
import { membersSlot, ownChannel, type Slot } from "../../deliver/slots.ts";
import { openingChannel } from "../../deliver/what-failed.ts";
import { channelName } from "../channel/channel-name.ts";
import type { OnCall } from "../channel/on-call.ts";
import { desiredTroubles } from "../channel/troubles-desired.ts";
import { renderOrigin } from "../declare/origin-render.ts";
import { markDrill } from "../drill/mark-drill-desired.ts";
import { desiredPostmortem, type Paper } from "../postmortem/postmortem-desired.ts";
import { leftBehind } from "../privacy/left-behind-desired.ts";
import { desiredDirectReminders, desiredReminders } from "../reminders/reminders-desired.ts";
import { desiredWalk } from "../walk/walk-desired.ts";
import { renderAnnouncement } from "./announcement-render.ts";
import { renderNotification } from "./notification-render.ts";

/** What the view of an incident depends on besides its record. */
export type IncidentView = {
  config: Config["incident"];
  runbook: Runbook;
  onCall: OnCall;
  /** Ids of those who belong to the incident at the moment of asking. */
  membersNow: () => Promise<string[]>;
  paper: Paper;
};

/** Slack's limit for a channel's topic. */
const topicLimit = 250;

/** All that Slack should show of an incident, in the order it is delivered. */
export function desiredIncident(history: IncidentHistory, view: IncidentView): Slot[] {
  const incident = history.state;
  const slots = [
    ...leftBehind(incident, view.config),
    ...inOwnChannel(incident, history, view),
    ...elsewhere(incident, history, view),
  ];
  return incident.drill ? slots.map(markDrill) : slots;
}

function inOwnChannel(
  incident: Incident,
  history: IncidentHistory,
  { config, runbook, onCall, membersNow, paper }: IncidentView,
): Slot[] {
  if (incident.archived) return [{ kind: "archive", slot: "archive" }];
  const isDeleted = incident.channelLost === "deleted";
  if (incident.channelLost && !isDeleted) return [];
  const { responders } = runbook.wording.audiences;
  const told = notification(incident, responders);
  const lines = (after: number) => {
    // What asks for something has buttons, and so a message of its own.
    const notes = channelNotes(history, after).filter(({ asks }) => !asks);
    return [...changes(history, responders, after), ...notes]
      .toSorted((a, b) => a.version - b.version)
      .map(({ version, words }) => ({ version, text: words }));
  };
  return [
    {
      kind: "channel",
      slot: ownChannel,
      name: channelName(config.channel_pattern, incident),
      private: incident.private,
      ...lostChannel(incident),
    },
    {
      kind: "message",
      slot: "notification",
      to: "own channel",
      content: renderNotification(told),
    },
    { kind: "pin", slot: "pin", messageSlot: "notification" },
    { kind: "topic", slot: "topic", text: topic(incident, told.statusText) },
    ...declaredFrom(incident),
    ...members(incident, config, { onCall, membersNow }),
    { kind: "feed", slot: "feed", to: "own channel", latest: lastTold(history, "change", "note"), lines },
    ...desiredReminders(incident, history),
    ...desiredWalk(
      told.name,
      incident.walk,
      { to: "own channel" },
      {
        severity: incident.severity,
        seen: { answers: incident.answers, results: incident.evidence?.results ?? null },
        ...(incident.resolved && { closed: "The incident is resolved, so the walk has ended." }),
      },
    ),
    ...desiredPostmortem(history.events, paper),
    ...bookmarks(config, runbook).map(({ title, url, emoji }, i) => ({
      kind: "bookmark" as const,
      slot: `bookmark:${i}`,
      title,
      url,
      ...(emoji && { emoji }),
    })),
  ];
}

function elsewhere(incident: Incident, history: IncidentHistory, { config, runbook }: IncidentView): Slot[] {
  const announcements = config.announcements_channel;
  const audience = runbook.wording.audiences.go_to_market;
  const announced: Slot[] =
    announcements && !incident.private && !incident.drill
      ? [
          {
            kind: "message",
            slot: "announcement",
            to: { channel: announcements },
            content: renderAnnouncement(incident, runbook),
          },
          {
            kind: "feed",
            slot: "announcement-feed",
            to: { channel: announcements },
            inThreadOf: "announcement",
            broadcast: true,
            latest: lastTold(history, "change"),
            // The declaration, the first event, is the announcement itself.
            lines: (after) =>
              changes(history, audience, Math.max(1, after)).map(({ version, words }) => ({
                version,
                text: wordsWithoutCodes(words),
              })),
          },
        ]
      : [];
  return [
    ...announced,
    ...whereDeclared(incident, announcements),
    ...desiredDirectReminders(incident, history),
    ...desiredTroubles(incident, history.events),
  ];
}

/** The channel a new one takes the place of. */
function lostChannel({ channel, channelLost, leftChannel }: Incident): { lost?: string } {
  const lost = channelLost === "deleted" ? channel : leftChannel;
  return lost ? { lost: lost.id } : {};
}

/** The message it was declared from, for those who were not there. */
function declaredFrom({ origin }: Incident): Slot[] {
  if (!origin?.text) return [];
  return [
    { kind: "message", slot: "origin-message", to: "own channel", once: true, content: renderOrigin(origin) },
  ];
}

/** One line in the place where it was declared, so that people there know; where we may not speak, to the declarer. */
function whereDeclared(incident: Incident, announcements: string | undefined): Slot[] {
  const { origin, channel, declared, drill, private: isPrivate } = incident;
  // Whoever starts a drill is told so privately; nobody else needs to stop for it.
  if (!origin || isPrivate || drill || origin.channel === announcements || origin.channel === channel?.id)
    return [];
  const name = incidentName(incident.number);
  // Slack wants a thread named by its first message, not by a reply.
  const threadTs = origin.threadTs ?? origin.messageTs;
  const hasFailed = incident.degraded.some(({ what }) => what === openingChannel);
  if (!channel && !hasFailed) return [];
  const where = channel
    ? `It is worked on in <#${channel.id}>.`
    : `No channel could be opened for it: go on here, where “show ${name}” gives you its buttons.`;
  const line = say`${declared.by} declared ${name} (${incident.severity}): ${sentence(incident.title)}`;
  const text = `${mrkdwn(line)} ${where}`;
  return [
    {
      kind: "message",
      slot: "origin",
      to: { channel: origin.channel },
      once: true,
      content: { text, blocks: [{ type: "section", text: { type: "mrkdwn", text } }] },
      ...(threadTs && { threadTs }),
      ...(declared.by.kind === "person" && { otherwiseTo: declared.by.id }),
    },
  ];
}

function topic(incident: Incident, statusText: string): string {
  const drill = incident.drill ? "DRILL · " : "";
  return shorten(`${drill}${incident.severity} · ${statusText} · ${incident.title}`, topicLimit);
}

function members(
  incident: Incident,
  config: Config["incident"],
  { onCall, membersNow }: Pick<IncidentView, "onCall" | "membersNow">,
): Slot[] {
  const slot = { kind: "members", slot: membersSlot } as const;
  // Somebody taken out of the channel since this state was read must not be invited back into what is private.
  if (incident.private) return [{ ...slot, users: membersNow }];
  if (incident.drill) return [{ ...slot, users: membersOf(incident) }];
  const users = [...new Set([...membersOf(incident), ...config.invite_users])];
  const group = config.invite_usergroup;
  const others = async () => (await onCall()).filter((user) => !users.includes(user));
  return [{ ...slot, users }, ...(group ? [{ ...slot, slot: "on-call", group, users: others }] : [])];
}

function bookmarks(config: Config["incident"], runbook: Runbook): Config["incident"]["bookmarks"] {
  const links = ["billing", "status", "support"].flatMap((id) => runbook.links[id] ?? []);
  return [...links, ...config.bookmarks];
}
