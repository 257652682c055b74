import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Clock } from "../../record/ports.ts";
import { excerptOf } from "../../redaction/probe-answers.ts";
import { type FindingWords, findingWords } from "../../runbook/find/finding-words.ts";
import type { Runbook } from "../../runbook/schema.ts";
import { subjectOf } from "../../telling/subject.ts";
import type { Classification } from "../classify/classification.ts";
import { kinds } from "../kinds/kinds.ts";
import type { Exchange } from "./answer.ts";
import type { Probe } from "./probe.ts";

export type DescribeOptions = {
  /** Gives the findings their words. */
  runbook: Pick<Runbook, "findings" | "links">;
  clock: Clock;
  deadlineMs: number;
};

/** Writes what a probe found as its result: the runbook's words, and nothing secret. */
export function describeResult(
  probe: Probe,
  { code, outcome, incident, ...found }: Classification,
  options: DescribeOptions,
  ended?: Exchange,
): ProbeResult {
  const news = incident === undefined ? undefined : excerptOf(incident, probe.redact);
  const seen = { ...found, ...(ended ? observed(ended) : {}) };
  const excerpt = news ?? (ended && explains(code, seen) ? excerptOfExchange(ended, probe) : undefined);
  const { kind, name, target } = probe;
  return {
    probe: probe.probe,
    kind,
    name,
    target,
    outcome,
    code,
    at: options.clock.now(),
    ...seen,
    ...words(probe, code, seen, options, news),
    ...(excerpt ? { excerpt } : {}),
    ...(code === "webhook.needs_consent" ? { offersTestRow: true } : {}),
  };
}

function words(
  { kind, name, target, yardstick }: Probe,
  code: string,
  { httpStatus, retryAfterSeconds, balance }: Partial<ProbeResult>,
  { runbook, deadlineMs }: DescribeOptions,
  news: string | undefined,
): FindingWords {
  const said = findingWords(runbook, code, {
    name: subjectOf(name),
    target,
    host: target.split("/")[0]!,
    status: httpStatus === undefined ? null : String(httpStatus),
    retry_after: retryAfterSeconds ?? null,
    credits: balance?.credits ?? null,
    actions: balance?.actions ?? null,
    incident: news ?? null,
    deadline: `${deadlineMs / 1000} s`,
    limit:
      yardstick.limit === undefined ? null : `its ${yardstick.limit.toLocaleString("en-US")} submissions`,
  });
  const isWrong = /\.incident_(minor|major)$/.test(code);
  return {
    ...said,
    ...(isWrong && yardstick.usedBy && { remedy: `${yardstick.usedBy} ${said.remedy}`.trim() }),
    side: (!runbook.findings[code] && kinds[kind].sharedSide) || said.side,
  };
}

function observed(ended: Exchange): Pick<ProbeResult, "httpStatus" | "timings"> {
  if ("noAnswer" in ended) return { timings: ended.noAnswer.timings };
  return { httpStatus: ended.answer.status, timings: ended.answer.timings };
}

/** A right answer is not quoted: it holds the name of the key's owner and explains nothing. */
function explains(code: string, { balance }: Pick<ProbeResult, "balance">): boolean {
  return balance === undefined && !/\.(ok|slow)$/.test(code);
}

function excerptOfExchange(ended: Exchange, probe: Probe): string | undefined {
  return "noAnswer" in ended ? ended.noAnswer.detail : excerptOf(ended.answer.body, probe.redact);
}
