import type { Detection } from "./events.ts";
import type { Status } from "./state.ts";

const texts: Record<Status, string> = {
  investigating: "Investigating",
  mitigating: "Mitigating",
  resolved: "Resolved",
};

/** The status as people read it: "Mitigating". */
export function statusText(status: Status): string {
  return texts[status];
}

const detectionTexts: Record<Detection, string> = {
  alert: "alert",
  user_report: "user report",
  manual_check: "manual check",
};

/** How it was discovered, as people read it: "user report". */
export function detectionText(detection: Detection): string {
  return detectionTexts[detection];
}
