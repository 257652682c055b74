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
