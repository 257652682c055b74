import type { Outcome } from "../../incident/evidence/evidence.ts";
import { secretsInAddress } from "../../redaction/address-secrets.ts";
import { redactUrl } from "../../redaction/probe-answers.ts";
import type { Answer } from "../probes/answer.ts";
import { judgeStatusPage, pageCauses } from "../status-page/judge-answer.ts";
import { defineKind, type Found, get } from "./kind.ts";

/** Clay's status page. It never proves an outage by being unreadable. */
export const platform = defineKind({
  causes: pageCauses,
  owner: "clay",
  isNews: true,
  sharedSide: null,
  ownOutcomes: {},
  secrets: ({ status_url }) => secretsInAddress(status_url),
  plan: ({ status_url }) => [
    {
      id: "status",
      name: "Clay status page",
      target: redactUrl(status_url),
      request: get(status_url),
      otherwise: feedsBeside(status_url).map((url) => get(url)),
    },
  ],
  judge,
});

/** A page that shows programs a browser check may give its history all the same. */
function feedsBeside(url: string): string[] {
  return ["/history.rss", "/history.atom"]
    .map((path) => new URL(path, url).href)
    .filter((feed) => feed !== url);
}

const outcomes: Partial<Record<string, Outcome>> = {
  ok: "ok",
  planned: "ok",
  monitoring: "ok",
  maintenance: "degraded",
  incident_minor: "degraded",
  incident: "degraded",
  incident_major: "failing",
};

function judge(answer: Answer): Found<(typeof pageCauses)[number]> {
  const { cause, ...seen } = judgeStatusPage(answer);
  return { cause, outcome: outcomes[cause] ?? "unknown", ...seen };
}
