import { createActions } from "./control/actions.ts";
import { createReading } from "./control/reading.ts";
import { createRunning } from "./control/running.ts";
import type { Slack } from "./slack.ts";
import type { Stream } from "./stream.ts";

/** Everything a person, an owner or a test can do here. People and channels are named by id or by name. */
export type Control = ReturnType<typeof createActions> &
  ReturnType<typeof createReading> &
  ReturnType<typeof createRunning> &
  Pick<Stream, "subscribe" | "waitFor" | "until">;

/** Creates the control of one workspace. */
export function createControl(slack: Slack): Control {
  const { subscribe, waitFor, until } = slack.stream;
  return {
    ...createActions(slack),
    ...createReading(slack),
    ...createRunning(slack),
    subscribe,
    waitFor,
    until,
  };
}
