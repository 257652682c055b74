import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../record/ports.ts";
import { DeliveryError, toDeliveryError } from "../../web/delivery-error.ts";

const waitsMs = [200, 500, 1000, 2000];

/**
 * Asks Slack a few times, for work that nobody waits for. Undefined when Slack says no for good; rejects when its
 * trouble lasts, so that an event stays unacknowledged and is delivered again.
 */
export async function patiently<T>(ask: () => Promise<T>, clock: Clock): Promise<T | undefined> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const sorted = toDeliveryError(error, clock.now());
      const waitMs = waitsMs[tries];
      if (!(sorted instanceof DeliveryError)) throw error;
      if (sorted.kind === "permanent") return undefined;
      if (waitMs === undefined) throw error;
      await sleep(waitMs);
    }
  }
}
