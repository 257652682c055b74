import type { Answer } from "../probes/answer.ts";
import { type Classification, classifyAccepted } from "./classification.ts";

/** Judges your own health URL, to which Clay's HTTP API columns send. It is never Clay's fault. */
export function classifyCallback(answer: Answer): Classification {
  const { status } = answer;
  if (status < 300) return classifyAccepted("callback", "callback.ok", answer);
  if (status < 400) return { code: "callback.unexpected_status", outcome: "unknown" };
  if (status === 401 || status === 403) return { code: "callback.needs_login", outcome: "unknown" };
  if (status === 404) return { code: "callback.not_found", outcome: "failing" };
  if (status === 429) return { code: "callback.rate_limited", outcome: "degraded" };
  if (status >= 500) return { code: "callback.server_error", outcome: "failing" };
  return { code: "callback.client_error", outcome: "degraded" };
}
