import type { Slack } from "../slack.ts";
import type { Stream } from "../stream.ts";
import { createActions } from "./actions.ts";
import { createReading } from "./reading.ts";
import { createRunning } from "./running.ts";
import { createTraffic } from "./traffic.ts";

/** Everything a person, an owner or a test can do here. People and channels are named by id or by name. */
export type Control = ReturnType<typeof createActions> &
  ReturnType<typeof createReading> &
  ReturnType<typeof createRunning> &
  ReturnType<typeof createTraffic> &
  Pick<Stream, "subscribe" | "waitFor" | "until">;

/** Creates the control of one workspace. */
export function createControl(slack: Slack): Control {
  const { subscribe, waitFor, until } = slack.stream;
  return {
    ...createActions(slack),
    ...createReading(slack),
    ...createRunning(slack),
    ...createTraffic(slack),
    subscribe,
    waitFor,
    until,
  };
}
