import type { Config } from "../../../config/schema.ts";
import type { Store } from "../../../incident/store.ts";
import type { Logger } from "../../../log.ts";
import type { Clock } from "../../../record/ports.ts";
import type { Web } from "../../web/web.ts";
import type { Person } from "../request.ts";
import {
  isSameStanding,
  readStanding,
  type Standing,
  slackUser,
  standingOf,
  whyRefused,
} from "./standing.ts";

/** Tells who a Slack user is, and whether they may act. */
export type People = {
  /** The person, or the sentence that says why they may not act. Nobody may of whom nothing was ever known. */
  admit(userId: string, teamId: string | undefined): Promise<{ person: Person } | { refused: string }>;
  /** The person, where it is known who that is; undefined of one unknown, who can be given nothing to do. */
  find(userId: string): Promise<Person | undefined>;
  /** The person's name for the record; the id where Slack does not say. */
  nameOf(userId: string): Promise<string>;
  /** Takes what Slack says of somebody's change. Of one not known before, or who may act as before, nothing is kept. */
  changed(userId: string, standing: Standing): Promise<void>;
};

type Ports = {
  web: Pick<Web, "interactive">;
  slack: Pick<Config["slack"], "allow_external" | "allow_guests">;
  store: Pick<Store, "readValue" | "writeValue">;
  clock: Clock;
  log: Logger;
  teamId: () => string;
};

const keepMs = 10 * 60_000;
/** A look-up that failed is not repeated for so long: twenty mentions of one person are one call. */
const keepFailureMs = 60_000;
const keepAtMost = 2000;

/** Who cannot be told from a stranger may do nothing; trying again helps as soon as Slack answers. */
const notSeen = "I cannot see who you are just now, because Slack does not tell me. Try again in a minute.";

const keyOf = (userId: string) => `standing:${userId}`;

/**
 * Opens the look-up, which asks Slack about each person at most every ten minutes, and once for all who ask at the same
 * time. The last known standing is kept in the store: known people act while Slack is away.
 */
export function createPeople(ports: Ports): People {
  const { web, store, clock, log } = ports;
  const known = new Map<string, { standing: Standing | undefined; until: number }>();
  const underWay = new Map<string, Promise<Standing | undefined>>();

  async function ask(userId: string): Promise<Standing | undefined> {
    const before = known.get(userId)?.standing ?? readStanding(await store.readValue(keyOf(userId)));
    try {
      const { user } = await web.interactive("users.info", { user: userId });
      const standing = standingOf(slackUser.parse(user));
      await keep(userId, before, standing);
      return remember(userId, standing, keepMs);
    } catch (err) {
      log.warn({ err, user: userId, isKnown: before !== undefined }, "could not look up a person");
      return remember(userId, before, keepFailureMs);
    }
  }

  async function keep(userId: string, before: Standing | undefined, now: Standing): Promise<void> {
    if (before && isSameStanding(before, now) && before.name === now.name) return;
    await store.writeValue(keyOf(userId), JSON.stringify(now));
  }

  function remember(userId: string, standing: Standing | undefined, forMs: number): Standing | undefined {
    if (known.size >= keepAtMost) known.delete(known.keys().next().value!);
    known.set(userId, { standing, until: clock.ticks() + forMs });
    return standing;
  }

  async function look(userId: string): Promise<Standing | undefined> {
    const cached = known.get(userId);
    if (cached && cached.until > clock.ticks()) return cached.standing;
    const asking = underWay.get(userId) ?? ask(userId).finally(() => underWay.delete(userId));
    underWay.set(userId, asking);
    return asking;
  }

  return {
    async admit(userId, teamId) {
      const standing = await look(userId);
      if (!standing) return { refused: notSeen };
      const refused = whyRefused(standing, teamId, ports.teamId(), ports.slack);
      return refused ? { refused } : { person: { kind: "person", id: userId, name: standing.name } };
    },
    async find(userId) {
      const standing = await look(userId);
      return standing && { kind: "person", id: userId, name: standing.name };
    },
    async nameOf(userId) {
      return (await look(userId))?.name ?? userId;
    },
    async changed(userId, standing) {
      const before = known.get(userId)?.standing ?? readStanding(await store.readValue(keyOf(userId)));
      if (!before || isSameStanding(before, standing)) return;
      await keep(userId, before, standing);
      remember(userId, standing, keepMs);
    },
  };
}
