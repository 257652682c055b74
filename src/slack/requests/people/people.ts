import type { Config } from "../../../config/schema.ts";
import type { Logger } from "../../../log.ts";
import type { Clock } from "../../../record/ports.ts";
import type { Answer, Web } from "../../web/web.ts";
import type { Person } from "../request.ts";

/** Tells who a Slack user is, and whether they may act. */
export type People = {
  /** The person, or the sentence that says why they may not act. */
  admit(userId: string, teamId: string | undefined): Promise<{ person: Person } | { refused: string }>;
  /** The person's name for the record; the id where Slack does not say. */
  nameOf(userId: string): Promise<string>;
};

type User = NonNullable<Answer<"users.info">["user"]>;

const keepMs = 10 * 60_000;
const keepAtMost = 2000;

/** Opens the look-up, which asks Slack about each person at most every ten minutes. */
export function createPeople(ports: {
  web: Web;
  slack: Config["slack"];
  clock: Clock;
  log: Logger;
  teamId: () => string;
}): People {
  const known = new Map<string, { user: User; until: number }>();

  async function look(userId: string): Promise<User | undefined> {
    const cached = known.get(userId);
    if (cached && cached.until > ports.clock.ticks()) return cached.user;
    try {
      const { user } = await ports.web.interactive("users.info", { user: userId });
      if (!user) return cached?.user;
      if (known.size >= keepAtMost) known.delete(known.keys().next().value!);
      known.set(userId, { user, until: ports.clock.ticks() + keepMs });
      return user;
    } catch (err) {
      // Slack signed the request, so the person is real; without their profile the team id has to do.
      ports.log.warn({ err, user: userId }, "could not look up a person");
      return cached?.user;
    }
  }

  return {
    async admit(userId, teamId) {
      const user = await look(userId);
      const refused = whyRefused(user, teamId, ports.teamId(), ports.slack);
      if (refused) return { refused };
      return { person: { kind: "person", id: userId, name: nameOf(user, userId) } };
    },
    async nameOf(userId) {
      return nameOf(await look(userId), userId);
    },
  };
}

function nameOf(user: User | undefined, userId: string): string {
  return user?.profile?.display_name || user?.real_name || user?.name || userId;
}

function whyRefused(
  user: User | undefined,
  teamId: string | undefined,
  ownTeam: string,
  slack: Config["slack"],
): string | undefined {
  if (user?.deleted) return "Your account in this workspace is deactivated, so I cannot act for you.";
  if (user?.is_bot) return "Apps cannot run incidents. Ask a person to do it.";
  const team = user?.team_id ?? teamId;
  const isExternal = user?.is_stranger || (team !== undefined && team !== ownTeam);
  if (isExternal && !slack.allow_external) {
    return "Only members of this workspace can run incidents here. Ask one of them to do it for you.";
  }
  if ((user?.is_restricted || user?.is_ultra_restricted) && !slack.allow_guests) {
    return "Guests cannot run incidents here. Ask a member of this workspace to do it for you.";
  }
  return undefined;
}
