import { z } from "zod";
import type { Actor } from "../../../lib/actor.ts";
import { type Instant, toInstant } from "../../../lib/time.ts";
import { type Names, readable } from "./readable.ts";

/** A message as Slack sends it, as far as the timeline needs it. */
export const slackMessage = z.object({
  ts: z.string(),
  text: z.string().default(""),
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  bot_profile: z.object({ name: z.string().optional() }).optional(),
  username: z.string().optional(),
  edited: z.object({ user: z.string().optional() }).optional(),
  reply_count: z.number().default(0),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()).default([]) })).default([]),
  files: z
    .array(
      z.object({
        name: z.string().nullish(),
        mimetype: z.string().nullish(),
        permalink: z.string().nullish(),
      }),
    )
    .optional(),
});

export type SlackMessage = z.output<typeof slackMessage>;

/** Reads a message out of an event, a shortcut or an answer of Slack; undefined when it is none. */
export function parseMessage(raw: unknown): SlackMessage | undefined {
  return slackMessage.safeParse(raw).data;
}

/** Slack leaves a stone where a message with replies was deleted. */
export function isDeleted({ subtype }: SlackMessage): boolean {
  return subtype === "tombstone";
}

/** When it was said. */
export function saidAt({ ts }: Pick<SlackMessage, "ts">): Instant {
  return toInstant(Number(ts) * 1000);
}

/** Who said it, by the name they have now. */
export async function authorOf(message: SlackMessage, names: Names): Promise<Actor> {
  const { user, bot_id, bot_profile, username } = message;
  if (user && !bot_id) return { kind: "person", id: user, name: await names.nameOf(user) };
  return { kind: "system", name: bot_profile?.name ?? username ?? "an app" };
}

/** What it says, as plain text with names, and what is attached to it by name. */
export async function textOf(message: SlackMessage, names: Names): Promise<string> {
  const text = await readable(message.text, names);
  const files = (message.files ?? []).map((file) => `[${kindOf(file)}: ${file.name || "without a name"}]`);
  return [text, ...files].filter(Boolean).join(" ");
}

/** Where its first image can be looked at, by those who may see it in Slack. */
export function imageOf({ files = [] }: SlackMessage): string | undefined {
  return files.find((file) => kindOf(file) === "image")?.permalink ?? undefined;
}

function kindOf({ mimetype }: NonNullable<SlackMessage["files"]>[number]): "image" | "file" {
  return mimetype?.startsWith("image/") ? "image" : "file";
}
