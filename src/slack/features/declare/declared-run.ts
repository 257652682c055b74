import type { Finding } from "../../../incident/evidence/evidence.ts";
import { likelyLeaf } from "../../../incident/evidence/likely-leaf.ts";
import { titleAtMost } from "../../../incident/limits.ts";
import type { TriageRun } from "../../../incident/triage-run/state.ts";
import type { Declaration } from "../../../service/incidents.ts";
import { currentLeaf, type Leaf } from "../../../walk/walk-state.ts";
import { shorten } from "../../blocks/mrkdwn.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Known } from "./open-declare-form.ts";

/** What a triage run knows of an incident that is declared from it: severity, what is wrong, since when. */
export function knownFrom(run: TriageRun, desk: Desk): Known {
  const { diagnosis, requestedAt } = run;
  const worst = worstOf(run);
  const leaf = leafOf(run, desk);
  return {
    ...(diagnosis?.severity && { severity: diagnosis.severity }),
    ...(worst && {
      title: shorten(worst.meaning.replace(/\.$/, ""), titleAtMost),
      cause: causeOf(worst),
      impact: (diagnosis?.verdict ?? "").replace("Most likely: ", ""),
    }),
    ...(leaf && { title: leaf.incidentTitle, severity: leaf.severity, impact: leaf.impact }),
    ...(requestedAt && { detectedAt: Math.floor(Date.parse(requestedAt) / 1000) }),
  };
}

/** What an incident takes along from the triage run it is declared from: evidence, cause, and the walk so far. */
export function takenFrom(
  stream: string,
  run: TriageRun,
  desk: Desk,
): Pick<Declaration, "evidence" | "cause" | "causeTitle" | "walk"> {
  const results = run.probes.flatMap(({ result }) => result ?? []);
  const worst = worstOf(run);
  const leaf = leafOf(run, desk);
  return {
    ...(run.diagnosis && { evidence: { stream, diagnosis: run.diagnosis, results } }),
    ...(worst && { cause: causeOf(worst) }),
    ...(leaf && { causeTitle: leaf.incidentTitle }),
    ...(run.walk.entry && { walk: run.walk }),
  };
}

/** What an incident is about: two with the same cause are about the same thing. */
function causeOf({ code, probe }: Finding): string {
  return `${code} ${probe}`;
}

/** What is wrong most; what was merely not tested or not understood is nothing to declare. */
function worstOf({ diagnosis }: TriageRun): Finding | undefined {
  return diagnosis?.findings.find(({ outcome }) => outcome === "failing" || outcome === "degraded");
}

/** What the tree led to, or would lead to by what triage proves. */
function leafOf({ walk, diagnosis }: TriageRun, { runbook, config, clock }: Desk): Leaf | undefined {
  const tree = { runbook, freshMinutes: config.triage.fresh_minutes };
  return currentLeaf(walk) ?? (diagnosis ? likelyLeaf(diagnosis, tree, clock.now()) : undefined);
}
