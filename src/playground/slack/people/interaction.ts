import type { Envelope } from "../delivery/transport.ts";
import type { Slack } from "../slack.ts";
import type { Channel, Fields, User } from "../workspace/types.ts";

/** What came of something a person did. */
export type Interaction = {
  acked: boolean;
  /** Real milliseconds until the ack. */
  ackMs?: number;
  ackBody?: unknown;
  /** What the person is told: "operation_timeout", "dispatch_failed", "invalid_ack". */
  error?: string;
  /** False when it never left the client: a required field was empty, a dialog was declined. */
  sent: boolean;
  /** What the client found wrong, by block_id. */
  problems?: { [blockId: string]: string };
  envelopeId?: string;
  triggerId?: string;
  responseUrl?: string;
};

/** The outcome of an envelope, as the person sees it. */
export function interactionOf({ id, acked, ackMs, ackBody, error, payload }: Envelope): Interaction {
  return {
    acked,
    sent: true,
    envelopeId: id,
    ...(ackMs === undefined ? {} : { ackMs }),
    ...(ackBody === undefined ? {} : { ackBody }),
    ...(error === undefined || acked ? {} : { error }),
    ...(payload.trigger_id ? { triggerId: String(payload.trigger_id) } : {}),
    ...(payload.response_url ? { responseUrl: String(payload.response_url) } : {}),
  };
}

/** Records an ack the client cannot use. The person sees that something failed. */
export function refuseAck(slack: Slack, interaction: Interaction, why: string): Interaction {
  slack.stream.publish("interaction.failed", { error: "invalid_ack", why, envelope: interaction.envelopeId });
  return { ...interaction, error: "invalid_ack", problems: { "": why } };
}

/** Tells the stream when an interaction failed, so that a page can show what the person sees. */
export function report(slack: Slack, interaction: Interaction, userId: string): Interaction {
  if (interaction.error)
    slack.stream.publish("interaction.failed", { error: interaction.error, user: userId });
  return interaction;
}

/** The fields every interactive payload carries. */
export function actor({ workspace, app }: Slack, user: User): Fields {
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    team: { id: workspace.teamId, domain: workspace.domain },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: app.appId,
    token: "local-verification-token",
  };
}

/** A channel's name as payloads show it: direct conversations and private channels do not give theirs away. */
export function channelLabel({ kind, name }: Channel): string {
  if (kind === "im") return "directmessage";
  return kind === "private" ? "privategroup" : name;
}
