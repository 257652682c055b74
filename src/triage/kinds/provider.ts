import type { Outcome } from "../../incident/evidence/evidence.ts";
import { secretsInAddress } from "../../redaction/address-secrets.ts";
import { redactUrl } from "../../redaction/probe-answers.ts";
import type { Answer } from "../probes/answer.ts";
import { judgeComponentOf, judgeStatusPage, pageCauses } from "../status-page/judge-answer.ts";
import { type Clay, defineKind, type Found, get, type Yardstick } from "./kind.ts";

const causes = [...pageCauses, "no_component"] as const;

/** A data provider's status page: news, as Clay's is. */
export const provider = defineKind({
  causes,
  owner: "provider",
  isNews: true,
  sharedSide: null,
  ownOutcomes: {},
  secrets: ({ providers }) => providers.flatMap(({ status_url }) => secretsInAddress(status_url)),
  plan: ({ providers, tables }) =>
    providers.map(({ name, status_url, component }) => ({
      id: name,
      name: `Provider "${name}"`,
      target: redactUrl(status_url),
      request: get(status_url),
      measure: { ...(component !== undefined && { component }), ...columnsUsing(name, tables) },
    })),
  judge,
});

/** The columns to switch off while a provider is down, where the configuration names them. */
function columnsUsing(provider: string, tables: Clay["tables"]): { usedBy?: string } {
  const hit = tables.flatMap(({ name, columns }) => {
    const used = columns.filter((column) => column.provider === provider).map((column) => `“${column.name}”`);
    return used.length > 0 ? [`${used.join(", ")} in the table “${name}”`] : [];
  });
  return hit.length > 0 ? { usedBy: `Switch off meanwhile: ${hit.join("; ")}.` } : {};
}

/** Only a major incident is a fault: a small one may be about something you do not use. */
const outcomes: Partial<Record<string, Outcome>> = {
  ok: "ok",
  planned: "ok",
  monitoring: "ok",
  incident_major: "degraded",
};

/** Reads a data provider's status page, or the component of it that counts. */
function judge(answer: Answer, { component }: Yardstick): Found<(typeof causes)[number]> {
  const { cause, ...seen } =
    component === undefined ? judgeStatusPage(answer) : judgeComponentOf(answer, component);
  return { cause, outcome: outcomes[cause] ?? "unknown", ...seen };
}
