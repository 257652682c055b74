import { redactUrl } from "../../redaction/probe-answers.ts";
import type { Answer } from "../probes/answer.ts";
import { defineKind, type Found, get, type Plan } from "./kind.ts";

const causes = ["ok"] as const;

/**
 * A host that is neither Clay's nor yours: Slack's, which this bot must reach anyway. It is asked in every run and
 * counts only where Clay is silent, to tell Clay from this bot's own network. Any answer will do.
 */
export const neutral = defineKind({
  causes,
  owner: "provider",
  isNews: true,
  sharedSide: "network",
  ownOutcomes: {},
  secrets: () => [],
  plan: () => [],
  judge: (_answer: Answer): Found<(typeof causes)[number]> => ({ cause: "ok", outcome: "ok" }),
});

/** The probe of Slack's own test method, which needs no token (docs.slack.dev: api.test). */
export function planNeutral(slackApiUrl: string): Plan<(typeof causes)[number]> {
  const url = new URL("api.test", slackApiUrl).href;
  return { id: "slack", name: "Slack", target: redactUrl(url), request: get(url) };
}
