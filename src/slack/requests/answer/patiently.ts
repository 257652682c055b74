import { setTimeout as sleep } from "node:timers/promises";
import { toDeliveryError } from "../../web/delivery-error.ts";

const waitsMs = [200, 500, 1000, 2000];

/**
 * Asks Slack a few times, for work that nobody waits for. Undefined when Slack says no for good; rejects when its
 * trouble lasts, so that an event stays unacknowledged and is delivered again.
 */
export async function patiently<T>(ask: () => Promise<T>): Promise<T | undefined> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const sorted = toDeliveryError(error);
      const waitMs = waitsMs[tries];
      if (sorted.kind === "permanent") return undefined;
      if (waitMs === undefined) throw error;
      await sleep(waitMs);
    }
  }
}
