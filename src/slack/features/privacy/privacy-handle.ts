import { z } from "zod";
import type { IncidentCommand } from "../../../incident/commands.ts";
import { type Actor, system } from "../../../lib/actor.ts";
import { say } from "../../../lib/words.ts";
import { changeIncident } from "../../requests/answer/change-incident.ts";
import { show, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Handle, Verb } from "../../requests/feature.ts";
import { onEvent } from "../../requests/on-event.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { ActionRequest, Person } from "../../requests/request.ts";
import { restoreChannel } from "../channel/restore-channel.ts";
import { makePrivateAction, renderMakePrivate } from "./make-private-render.ts";

const askFirst: Verb = {
  usage: "private [INC-12]",
  summary: "Makes an incident private: a new private channel, nothing announced.",
  group: "In an incident",
  about: "incident",
  run: async ({ stream, incident }, request, desk) =>
    incident.private
      ? changeIncident(stream, { type: "make_private" }, request, desk)
      : show(renderMakePrivate(incident)),
};

const makePrivate: Handle<ActionRequest> = (request, desk) => {
  const stream = request.value;
  const told = tell(say`${stream} is private now. You are invited to its new channel.`);
  return changeIncident(stream, { type: "make_private" }, request, desk, told);
};

const membership = z.object({
  type: z.string(),
  channel: z.string(),
  user: z.string(),
  inviter: z.string().optional(),
  event_ts: z.string(),
});

/** Whoever is let into a private channel was let in by a member; whoever is out has nothing to see any more. */
async function changeMembers(
  { type, channel, user, inviter, event_ts }: z.output<typeof membership>,
  commandFor: (person: Actor) => IncidentCommand,
  desk: Desk,
): Promise<void> {
  const incident = await desk.incidents.inChannel(channel);
  if (!incident?.private) return;
  const person = await personOf(user, desk);
  const by = inviter ? await personOf(inviter, desk) : undefined;
  await desk.incidents.change(incident.stream, commandFor(person), {
    // Of some who are in the channel we may not have heard yet.
    by: by && maySee(by, incident) ? by : system,
    receipt: `${type}:${channel}:${user}:${event_ts}`,
  });
}

async function personOf(id: string, { people }: Desk): Promise<Person> {
  return { kind: "person", id, name: await people.nameOf(id) };
}

const joined = onEvent(membership, (event, desk) =>
  event.user === desk.botUserId()
    ? restoreChannel(desk.incidents, event.channel)
    : changeMembers(event, (person) => ({ type: "join", person }), desk),
);

// That the bot itself was put out comes as an event of its own.
const left = onEvent(membership, async (event, desk) => {
  if (event.user !== desk.botUserId())
    await changeMembers(event, (person) => ({ type: "leave", person }), desk);
});

/** Making an incident private, and who belongs to one that is: those in its channel. */
export const privacy: Feature = {
  verbs: { private: askFirst },
  actions: { [makePrivateAction]: makePrivate },
  events: { member_joined_channel: joined, member_left_channel: left },
};
