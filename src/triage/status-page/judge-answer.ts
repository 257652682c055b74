import type { SharedCause } from "../kinds/shared-causes.ts";
import { type Answer, isChallenge, isHtml } from "../probes/answer.ts";
import { readStatusPage } from "./read-status-page.ts";
import {
  componentNames,
  judgeComponent,
  judgePage,
  type PageVerdict,
  type StatusPage,
} from "./status-page.ts";

/** What a status page's answer may show beyond the shared causes. */
export const pageCauses = [
  "ok",
  "planned",
  "monitoring",
  "maintenance",
  "incident_minor",
  "incident_major",
  "incident",
  "unknown_shape",
  "unavailable",
] as const;
type PageCause = (typeof pageCauses)[number];

/** The cause, what the page lists in its own words, and the form it was read as. */
type JudgedPage<Cause = PageCause> = {
  cause: Cause | SharedCause;
  incident?: string;
  shape?: string;
};

const causes: Record<PageVerdict["state"], PageCause> = {
  ok: "ok",
  planned: "planned",
  monitoring: "monitoring",
  maintenance: "maintenance",
  minor: "incident_minor",
  major: "incident_major",
  unsaid: "incident",
  unknown: "unknown_shape",
};

/** Reads an answer as a status page, whatever its content type says. One that cannot be read says nothing. */
export function judgeStatusPage(answer: Answer): JudgedPage {
  const { page, cause } = pageOf(answer);
  return page ? judged(judgePage(page), page) : { cause };
}

/** Reads what it says of one component. */
export function judgeComponentOf(answer: Answer, component: string): JudgedPage<PageCause | "no_component"> {
  const { page, cause } = pageOf(answer);
  if (!page) return { cause };
  const verdict = judgeComponent(page, component);
  if (verdict) return judged(verdict, page);
  const incident = componentNames(page).join("; ");
  return { cause: "no_component", shape: page.shape, ...(incident && { incident }) };
}

function judged({ state, names }: PageVerdict, { shape }: StatusPage): JudgedPage {
  const incident = names.join("; ");
  return { cause: causes[state], shape, ...(incident && { incident }) };
}

/** The page an answer holds, or why it holds none. */
function pageOf(
  answer: Answer,
): { page: StatusPage; cause?: never } | { page?: never; cause: PageCause | SharedCause } {
  if (isChallenge(answer)) return { cause: "challenged" };
  if (answer.status !== 200) return { cause: "unavailable" };
  if (answer.bodyTrouble) return { cause: answer.bodyTrouble };
  const page = readStatusPage(answer.body);
  if (page === undefined) return { cause: isHtml(answer) ? "html" : "bad_json" };
  return page === "unknown" ? { cause: "unknown_shape" } : { page };
}
