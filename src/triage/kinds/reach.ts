import { secretsInAddress } from "../../redaction/address-secrets.ts";
import { redactUrl } from "../../redaction/probe-answers.ts";
import { type Answer, isChallenge } from "../probes/answer.ts";
import { accepted, type Clay, defineKind, type Found, get } from "./kind.ts";

const causes = ["ok", "server_error", "rate_limited"] as const;

/** One of Clay's hosts. */
export const reach = defineKind({
  causes,
  owner: "clay",
  isNews: false,
  sharedSide: null,
  ownOutcomes: {},
  secrets: ({ hosts }) => hosts.flatMap(secretsInAddress),
  plan: (clay) =>
    hostsOf(clay).map(([host, url]) => ({ id: host, name: host, target: host, request: get(url) })),
  judge,
});

/** Every host once, however often the configuration names it. */
function hostsOf({ hosts }: Clay): [host: string, url: string][] {
  return [...new Map(hosts.map((url) => [redactUrl(url), url]))];
}

/** Judges whether a host serves at all: any answer below 500 will do, for the root of an API host may well be 404. */
function judge(answer: Answer): Found<(typeof causes)[number]> {
  if (isChallenge(answer)) return { cause: "challenged" };
  if (answer.status >= 500) return { cause: "server_error", outcome: "failing" };
  if (answer.status === 429) return { cause: "rate_limited", outcome: "unknown" };
  return accepted(answer, "unknown");
}
