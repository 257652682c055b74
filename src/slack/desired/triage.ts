import type { TriageRun } from "../../incident/triage-run/state.ts";
import { renderTriage } from "../render/triage.ts";
import type { MessageSlot } from "../slots.ts";

/** A triage run shows as one message in each place that asked for it, edited as probes end. */
export function desiredTriage(stream: string, run: TriageRun): MessageSlot[] {
  const content = renderTriage(stream, run);
  return run.viewers.map(({ channel, by, threadTs }) => ({
    kind: "message",
    slot: triageSlot(channel),
    to: { channel },
    content,
    ...(threadTs && { threadTs }),
    ...(by.kind === "person" && { otherwiseTo: by.id }),
  }));
}

/** The slot of a run's message in a channel. */
export function triageSlot(channel: string): string {
  return `triage:${channel}`;
}
