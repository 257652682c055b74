import { z } from "zod";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature } from "../../requests/feature.ts";
import { onEvent } from "../../requests/on-event.ts";
import { visibleOpen } from "../../requests/people/visible.ts";
import { capture, fetchMessage, isEmoji, type Ref } from "./capture.ts";

const reactionEvent = z.object({
  type: z.string(),
  user: z.string(),
  reaction: z.string(),
  item: z.object({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
  event_ts: z.string(),
});

/** A reaction to a message. */
type Reaction = { source: Ref; userId: string; receipt: string };

/** A reaction of the wanted kind to a message; undefined for all others. */
function readReaction(
  { type, reaction, item, user, event_ts }: z.output<typeof reactionEvent>,
  { config }: Desk,
): Reaction | undefined {
  const { channel, ts } = item;
  if (!isEmoji(reaction, config.incident.pin_emoji) || !channel || !ts) return undefined;
  // Slack may deliver one reaction many times, each time under a new id, but with the same moment.
  return { source: { channel, ts }, userId: user, receipt: `${type}:${channel}:${ts}:${user}:${event_ts}` };
}

async function add(reaction: Reaction, desk: Desk): Promise<void> {
  const { source, userId, receipt } = reaction;
  const incident = await desk.incidents.inChannel(source.channel);
  if (!incident) return hintOnce(reaction, desk);
  const admission = await desk.people.admit(userId, undefined);
  if ("refused" in admission) return tellBeside(userId, source, admission.refused, desk);
  const message = await fetchMessage(source, desk);
  if (!message) return;
  const request = { by: admission.person, receipt };
  const { outcome } = await capture(incident.stream, source, message, request, desk);
  if (outcome === "done")
    await tellBeside(userId, source, `Added to the timeline of ${incident.stream}.`, desk);
}

/** Elsewhere the reaction may mean anything: who may mean an open incident is told once how to add to it. */
async function hintOnce({ userId, source }: Reaction, desk: Desk): Promise<void> {
  const { store, people, clock, config } = desk;
  const key = `capture-hint:${userId}`;
  if (await store.readValue(key)) return;
  const admission = await people.admit(userId, undefined);
  if ("refused" in admission || (await visibleOpen(admission.person, desk)).length === 0) return;
  await store.writeValue(key, clock.now());
  await tellBeside(userId, source, elsewhereHint(config.incident.pin_emoji), desk);
}

function elsewhereHint(emoji: string): string {
  return `:${emoji}: adds a message to the timeline in an incident's channel only. From here, use the message's menu: “Add to timeline”.`;
}

async function tellBeside(userId: string, { channel }: Ref, text: string, { web, log }: Desk): Promise<void> {
  await web
    .interactive("chat.postEphemeral", { channel, user: userId, ...plainContent(text) })
    .catch((err) => log.info({ err, user: userId }, "could not answer a person"));
}

async function withdraw({ source, userId, receipt }: Reaction, desk: Desk): Promise<void> {
  const { captured, people, incidents } = desk;
  const streams = await captured.streams(source);
  const admission = streams.length > 0 && (await people.admit(userId, undefined));
  if (!admission || "refused" in admission) return;
  for (const stream of streams) {
    const by = admission.person;
    await incidents.change(stream, { type: "withdraw_entry", source }, { by, receipt });
  }
}

function onReaction(run: (reaction: Reaction, desk: Desk) => Promise<void>) {
  return onEvent(reactionEvent, async (event, desk) => {
    const reaction = readReaction(event, desk);
    if (reaction) await run(reaction, desk);
  });
}

/** Adding a message to a timeline, and taking it out, by a reaction. */
export const reactions: Feature = {
  events: { reaction_added: onReaction(add), reaction_removed: onReaction(withdraw) },
};
