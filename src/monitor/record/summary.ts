import type { Summary } from "../../incident/summary.ts";
import type { MonitorState } from "./state.ts";

/** The one record of monitoring as lists see it: always open, so that it is never pruned. */
export function summariseMonitor(stream: string, { begunAt }: MonitorState): Summary {
  return {
    stream,
    kind: "monitor",
    number: null,
    open: true,
    private: false,
    drill: false,
    severity: null,
    title: "Monitoring",
    status: "open",
    channelId: null,
    leadId: null,
    startedAt: begunAt ?? "",
    endedAt: null,
    nextUpdateAt: null,
    extra: {},
  };
}
