import type { IncidentCommand } from "../../../incident/commands.ts";
import { type Actor, system } from "../../../lib/actor.ts";
import { say } from "../../../lib/words.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { EventHandler, Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { ActionRequest, Reply, VerbRequest } from "../../requests/request.ts";
import { restoreChannel } from "../channel/restore-channel-handle.ts";
import type { Found } from "../look/which-incident-handle.ts";
import { makePrivateAction, renderMakePrivate } from "./make-private-render.ts";

/** Making an incident private, and who belongs to one that is: those in its channel. */
export function privacyHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, people } = desk;

  async function ask({ stream, incident }: Found, request: VerbRequest): Promise<Reply> {
    return incident.private
      ? refusalOf(await incidents.change(stream, { type: "make_private" }, request))
      : { say: renderMakePrivate(incident) };
  }

  async function makePrivate({ value, by, receipt }: ActionRequest): Promise<Reply> {
    const handled = await incidents.change(value, { type: "make_private" }, { by, receipt });
    if (handled.outcome === "refused") return refusalOf(handled);
    return { say: plainContent(say`${value} is private now. You are invited to its new channel.`) };
  }

  /** Whoever is let into a private channel was let in by a member; whoever is out has nothing to see any more. */
  const membership =
    (commandFor: (person: Actor) => IncidentCommand): EventHandler =>
    async ({ type, channel, user, inviter, event_ts }) => {
      const incident = await incidents.inChannel(String(channel));
      if (!incident?.private) return;
      const person = { kind: "person" as const, id: String(user), name: await people.nameOf(String(user)) };
      const by = inviter
        ? { kind: "person" as const, id: String(inviter), name: await people.nameOf(String(inviter)) }
        : system;
      const receipt = `${type}:${channel}:${user}:${event_ts}`;
      await incidents.change(incident.stream, commandFor(person), {
        // Of some who are in the channel we may not have heard yet.
        by: by.kind === "person" && maySee(by, incident) ? by : system,
        receipt,
      });
    };

  const joined = membership((person) => ({ type: "join", person }));
  const left = membership((person) => ({ type: "leave", person }));
  const isBot = ({ user }: Parameters<EventHandler>[0]) => user === desk.botUserId();

  return {
    verbs: {
      private: {
        usage: "private [INC-12]",
        summary: "Makes an incident private: a new private channel, nothing announced.",
        run: createOnIncident(desk)("private", ask),
      },
    },
    actions: { [makePrivateAction]: makePrivate },
    events: {
      member_joined_channel: (event) =>
        isBot(event) ? restoreChannel(incidents, String(event.channel)) : joined(event),
      // That the bot itself was put out comes as an event of its own.
      member_left_channel: async (event) => {
        if (!isBot(event)) await left(event);
      },
    },
  };
}
