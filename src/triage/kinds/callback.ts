import { secretsInAddress } from "../../redaction/address-secrets.ts";
import { redactUrl } from "../../redaction/probe-answers.ts";
import type { Answer } from "../probes/answer.ts";
import { accepted, defineKind, type Found, get, label, orMissing } from "./kind.ts";

const causes = [
  "not_set",
  "ok",
  "not_found",
  "needs_login",
  "client_error",
  "rate_limited",
  "server_error",
] as const;

/** Your own health URL, to which Clay's HTTP API columns send. */
export const callback = defineKind({
  causes,
  owner: "you",
  isNews: false,
  sharedSide: "callback",
  // Nothing stands between us and our own health URL that would excuse an answer without end.
  ownOutcomes: { endless: "failing", redirect_loop: "failing" },
  secrets: ({ callbacks }) => callbacks.flatMap(({ url }) => secretsInAddress(url)),
  plan: ({ callbacks }) =>
    orMissing(
      callbacks.map((one) => ({
        id: one.name,
        name: label("Callback", one, callbacks),
        target: redactUrl(one.url),
        request: get(one.url),
      })),
      { id: "none", name: "Callback", target: "CLAY_CALLBACK_URL is not set", settled: "not_set" },
    ),
  judge,
});

/** Judges your own health URL. It is never Clay's fault. */
function judge(answer: Answer): Found<(typeof causes)[number]> {
  const { status } = answer;
  if (status < 300) return accepted(answer, "failing");
  if (status < 400) return { cause: "unexpected_status", outcome: "unknown" };
  if (status === 401 || status === 403) return { cause: "needs_login", outcome: "unknown" };
  if (status === 404) return { cause: "not_found", outcome: "failing" };
  if (status === 429) return { cause: "rate_limited", outcome: "degraded" };
  if (status >= 500) return { cause: "server_error", outcome: "failing" };
  return { cause: "client_error", outcome: "degraded" };
}
