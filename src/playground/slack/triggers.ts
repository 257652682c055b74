import { fail } from "./api-error.ts";
import type { Clock } from "./clock.ts";

/** A person's gesture, which lets the app open one view for that person. */
type Trigger = { userId: string; viewId?: string };

/** The trigger_ids handed out. */
export type Triggers = {
  issue(trigger: Trigger): string;
  /** Uses the trigger up, or ends the call with Slack's error name. */
  exchange(id: string): Trigger;
};

/** A trigger_id is good for this long, and once. */
const triggerLifeMs = 3000;

/** Creates an empty set of triggers. */
export function createTriggers(clock: Clock, secret: () => string): Triggers {
  const issued = new Map<string, Trigger & { at: number; used: boolean }>();
  return {
    issue(trigger) {
      const id = `${clock.now()}.${issued.size + 1}.${secret()}`;
      issued.set(id, { ...trigger, at: clock.now(), used: false });
      return id;
    },
    exchange(id) {
      const trigger = issued.get(id);
      if (!trigger) return fail("invalid_trigger_id");
      if (trigger.used) return fail("exchanged_trigger_id");
      if (clock.now() - trigger.at > triggerLifeMs) return fail("expired_trigger_id");
      trigger.used = true;
      return trigger;
    },
  };
}
