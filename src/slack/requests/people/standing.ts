import { z } from "zod";
import type { Config } from "../../../config/schema.ts";

/**
 * What Slack says of a person (docs.slack.dev/reference/objects/user-object), as users.info and the event user_change
 * bring it. On Enterprise Grid `team_id` may be another workspace of the organisation, the organisation itself, or
 * missing: who belongs to which workspace stands in `enterprise_user.teams` (also seen as `teams`).
 */
export const slackUser = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  profile: z.looseObject({ display_name: z.string().nullish() }).nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  team_id: z.string().nullish(),
  teams: z.array(z.string()).nullish(),
  enterprise_user: z.looseObject({ teams: z.array(z.string()).nullish() }).nullish(),
});

const standing = z.object({
  name: z.string(),
  deleted: z.boolean(),
  bot: z.boolean(),
  stranger: z.boolean(),
  guest: z.boolean(),
  /** Workspaces they belong to, where Slack says so; else the one of their profile, if any. */
  teams: z.array(z.string()),
});

/** Who a person is to this workspace, as Slack last said. Kept, so that it is known while Slack is away. */
export type Standing = z.output<typeof standing>;

/** Reads what Slack says of a person. */
export function standingOf(user: z.output<typeof slackUser>): Standing {
  const listed = user.enterprise_user?.teams ?? user.teams;
  return {
    name: user.profile?.display_name || user.real_name || user.name || user.id,
    deleted: user.deleted === true,
    bot: user.is_bot === true,
    stranger: user.is_stranger === true,
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    teams: listed?.length ? listed : user.team_id ? [user.team_id] : [],
  };
}

/** Reads a standing that was kept; undefined where there is none, or one of another version. */
export function readStanding(kept: string | undefined): Standing | undefined {
  if (kept === undefined) return undefined;
  try {
    return standing.safeParse(JSON.parse(kept)).data;
  } catch {
    return undefined;
  }
}

/** Tells whether anything changed that decides who may act. A status or a new picture does not. */
export function isSameStanding(a: Standing, b: Standing): boolean {
  const deciding = ({ name: _, ...rest }: Standing) =>
    JSON.stringify({ ...rest, teams: rest.teams.toSorted() });
  return deciding(a) === deciding(b);
}

/** Why the person may not act, as one kind sentence; undefined when they may. `teamId` is the workspace of the click. */
export function whyRefused(
  { deleted, bot, stranger, guest, teams }: Standing,
  teamId: string | undefined,
  ownTeam: string,
  slack: Pick<Config["slack"], "allow_external" | "allow_guests">,
): string | undefined {
  if (deleted) return "Your account in this workspace is deactivated, so I cannot act for you.";
  if (bot) return "Apps cannot run incidents. Ask a person to do it.";
  const isMember = teams.length > 0 ? teams.includes(ownTeam) : teamId === undefined || teamId === ownTeam;
  if ((stranger || !isMember) && !slack.allow_external)
    return "Only members of this workspace can run incidents here. Ask one of them to do it for you.";
  if (guest && !slack.allow_guests)
    return "Guests cannot run incidents here. Ask a member of this workspace to do it for you.";
  return undefined;
}
