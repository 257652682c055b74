import type { Config } from "../../../config/schema.ts";
import type { IncidentExtra, Summary } from "../../../incident/summary.ts";
import type { Logger } from "../../../log.ts";
import type { Clock } from "../../../record/ports.ts";
import type { May } from "../../../service/incidents.ts";
import type { Web } from "../../web/web.ts";
import type { Person } from "../request.ts";

/** Who may do what, by the user groups of the configuration, and who may see what. */
export type Permissions = {
  may(person: Person): Promise<May>;
  mayExport(person: Person): Promise<boolean>;
};

/** What one who may not export is told. */
export const noExport =
  "Only the people configured for it may take the record out of the bot. Ask one of them, or whoever runs me.";

const keepMs = 5 * 60_000;

/** Opens the look-up of user groups. A group Slack does not tell us lets nobody in who was not in it before. */
export function createPermissions(ports: {
  web: Web;
  config: Config["incident"];
  clock: Clock;
  log: Logger;
}): Permissions {
  const { web, config, clock, log } = ports;
  const known = new Map<string, { members: Set<string>; until: number }>();

  async function membersOf(group: string): Promise<Set<string>> {
    const cached = known.get(group);
    if (cached && cached.until > clock.ticks()) return cached.members;
    try {
      const { users = [] } = await web.interactive("usergroups.users.list", { usergroup: group });
      const members = new Set(users);
      known.set(group, { members, until: clock.ticks() + keepMs });
      return members;
    } catch (err) {
      log.warn({ err, group }, "could not look up a user group");
      return cached?.members ?? new Set();
    }
  }

  const isIn = async (person: Person, group: string | undefined) =>
    !group || (await membersOf(group)).has(person.id);

  return {
    async may(person) {
      const [declare, resolve] = await Promise.all([
        isIn(person, config.may_declare),
        isIn(person, config.may_resolve),
      ]);
      return { declare, resolve };
    },
    mayExport: (person) => isIn(person, config.may_export),
  };
}

/** Tells whether a person may see an incident: everyone, unless it is private and they are not among its members. */
export function maySee(person: Person, summary: Summary): boolean {
  return !summary.private || (summary.extra as IncidentExtra).members.includes(person.id);
}
