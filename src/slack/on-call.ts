import type { Config } from "../config/schema.ts";
import type { Clock } from "../engine/ports.ts";
import { addMinutes, type Instant } from "../lib/time.ts";
import type { Logger } from "../log.ts";
import type { Web } from "./web.ts";

/** The members of the configured on-call group. */
export type OnCall = () => Promise<string[]>;

const keepMinutes = 10;

/** Opens the look-up. What Slack does not tell now is asked again later; the incident goes on without. */
export function createOnCall(ports: {
  web: Web;
  config: Config["incident"];
  clock: Clock;
  log: Logger;
}): OnCall {
  const { web, config, clock, log } = ports;
  let known: string[] = [];
  let until: Instant = "";
  return async () => {
    if (!config.invite_usergroup || until > clock.now()) return known;
    try {
      const { users = [] } = await web.read("usergroups.users.list", { usergroup: config.invite_usergroup });
      known = users;
      until = addMinutes(clock.now(), keepMinutes);
    } catch (err) {
      until = addMinutes(clock.now(), 1);
      log.warn({ err }, "could not look up the on-call group");
    }
    return known;
  };
}
