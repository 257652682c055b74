import type { Config } from "../../../config/schema.ts";
import type { Clock } from "../../../record/ports.ts";
import { toDeliveryError } from "../../web/delivery-error.ts";
import type { Web } from "../../web/web.ts";

/** The members of the configured on-call group. Rejects with a DeliveryError when Slack does not tell. */
export type OnCall = () => Promise<string[]>;

const keepMs = 10 * 60_000;

/** Opens the look-up, which asks Slack at most every ten minutes. */
export function createOnCall(ports: { web: Web; config: Config["incident"]; clock: Clock }): OnCall {
  const { web, config, clock } = ports;
  let known: string[] = [];
  let until = Number.NEGATIVE_INFINITY;
  return async () => {
    const usergroup = config.invite_usergroup;
    if (!usergroup || until > clock.ticks()) return known;
    try {
      const { users = [] } = await web.read("usergroups.users.list", { usergroup });
      known = users;
      until = clock.ticks() + keepMs;
      return known;
    } catch (error) {
      throw toDeliveryError(error);
    }
  };
}
