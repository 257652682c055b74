import type { KnownBlock } from "@slack/types";
import type { Finding, Outcome } from "../../../incident/evidence/evidence.ts";
import { isSamePerson } from "../../../incident/state.ts";
import { probesDone, type TestRow, type TriageRun } from "../../../incident/triage-run/state.ts";
import { dateTime, say, time, type Words } from "../../../lib/words.ts";
import { besideName } from "../../../telling/subject.ts";
import {
  chunks,
  context,
  mrkdwn,
  section,
  sectionLimit,
  shortenMrkdwn,
  textLimit,
} from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { testRowButton, triageButtons } from "./triage-buttons-render.ts";

/** A mark per outcome, never alone: the words beside it say the same. */
export const marks: Record<Outcome, string> = {
  ok: "✅",
  degraded: "⚠️",
  failing: "❌",
  unknown: "❔",
  skipped: "➖",
};

export const outcomeWords: Record<Outcome, string> = {
  ok: "ok",
  degraded: "degraded",
  failing: "failing",
  unknown: "not known",
  skipped: "not tested",
};

/** The message of a triage run: each probe's line as it ends, then the verdict, the fixes and what to press. */
export function renderTriage(stream: string, run: TriageRun): Content {
  const ending = [
    ...upTo(mostForConclusion, conclusion(run).map(section)),
    ...(run.status === "finished" || run.status === "interrupted" ? [triageButtons(stream, run)] : []),
    ...footer(run).map(context),
  ];
  const probes = upTo(mostBlocks - ending.length - 1, probeBlocks(stream, run));
  return { text: renderText(run), blocks: [section(`*${mrkdwn(headline(run))}*`), ...probes, ...ending] };
}

/** Slack's limit for a message, and what of it the verdict and the fixes may take. */
const mostBlocks = 50;
const mostForConclusion = 10;

/** What does not fit gives way, which is said. */
function upTo(most: number, blocks: KnownBlock[]): KnownBlock[] {
  if (blocks.length <= most) return blocks;
  return [...blocks.slice(0, most - 1), context("There is more than one message holds: see the details.")];
}

function headline(run: TriageRun): Words {
  const asker = run.requestedBy;
  const progress =
    run.status === "finished"
      ? say`done at ${time(run.endedAt!)}`
      : run.status === "interrupted"
        ? "interrupted"
        : `${probesDone(run)} of ${run.probes.length} done`;
  const what = run.drill === null ? "Clay triage" : "DRILL · Clay triage";
  return asker ? say`${what} · asked by ${asker} · ${progress}` : say`${what} · ${progress}`;
}

type ShownProbe = TriageRun["probes"][number];

/** Lines without a button share sections, so that many probes stay within Slack's 50 blocks. */
function probeBlocks(stream: string, run: TriageRun): KnownBlock[] {
  const plain = run.probes.filter((probe) => !offersButton(probe, run));
  const offered = run.probes.filter((probe) => offersButton(probe, run));
  const lines = plain.map((probe) => probeLine(probe, run));
  return [
    ...(lines.length ? chunks(lines.join("\n"), sectionLimit).map(section) : []),
    ...offered.map((probe) => ({
      ...section(probeLine(probe, run)),
      accessory: testRowButton(stream, probe),
    })),
  ];
}

function offersButton(probe: ShownProbe, run: TriageRun): boolean {
  return run.status === "finished" && !!probe.result?.offersTestRow && !run.testRows[probe.probe];
}

function probeLine(probe: ShownProbe, run: TriageRun): string {
  const { result, name } = probe;
  const row = run.testRows[probe.probe];
  if (!result) {
    const waiting = run.status === "interrupted" ? "no result: I was restarted" : "checking…";
    return `⏳ *${mrkdwn(name)}*  ${waiting}`;
  }
  const spent = result.timings ? `  ·  ${Math.round(result.timings.totalMs)} ms` : "";
  const said = row && row.state !== "done" ? mrkdwn(testRowState(row)) : mrkdwn(besideName(result));
  const by = row?.state === "done" ? mrkdwn(say`  ·  test row sent by ${row.by}, ${time(row.at)}`) : "";
  return `${marks[result.outcome]} *${mrkdwn(name)}*  ${said}${spent}${by}`;
}

function testRowState(row: TestRow): Words {
  return row.state === "sending"
    ? say`sending a test row for ${row.by}…`
    : say`${row.by}'s test row got no answer that I saw: it may have been added. Look in the table before sending another.`;
}

/** The verdict, on whose side it is, and a fix for each finding. */
function conclusion(run: TriageRun): string[] {
  if (run.status === "interrupted") {
    return [
      "I was restarted before this triage ended. What is shown above still holds; run it again for the rest.",
    ];
  }
  const { diagnosis } = run;
  if (run.status !== "finished" || !diagnosis) return [];
  const verdict = [
    `*${mrkdwn(diagnosis.verdict)}*`,
    ...(diagnosis.sideEvidence ? [mrkdwn(diagnosis.sideEvidence)] : []),
    ...(diagnosis.severity ? [`Suggested severity: *${diagnosis.severity}*`] : []),
  ].join("\n");
  const fixes = fixLines(run, diagnosis.findings);
  const left = run.meters.length > 0 ? [`*What is left*\n${run.meters.map(mrkdwn).join("\n")}`] : [];
  return fixes.length
    ? [verdict, ...chunks(`*What to do*\n${fixes.join("\n")}`, sectionLimit), ...left]
    : [verdict, ...left];
}

/** A fix that mends several things is told once. Where there are several fixes, each names what it mends. */
function fixLines(run: TriageRun, findings: readonly Finding[]): string[] {
  const byFix = Map.groupBy(
    findings.filter(({ remedy }) => remedy),
    ({ remedy }) => remedy,
  );
  return [...byFix.values()].map((mended) => {
    const { severity, remedy, link } = mended[0]!;
    const targets = run.probes.filter(({ probe }) => mended.some((finding) => finding.probe === probe));
    const names = byFix.size > 1 ? mrkdwn(fewNames(targets)) : "";
    const label = [severity, names && `*${names}*`].filter(Boolean).join(" · ");
    return `• ${label ? `${label}: ` : ""}${mrkdwn(remedy)}${link ? ` <${link}|Open>` : ""}`;
  });
}

/** Three names at most: a long list would hide what is to be done. */
function fewNames(targets: readonly { name: string }[]): string {
  const names = targets.map(({ name }) => name);
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

function footer(run: TriageRun): string[] {
  if (!run.requestedAt) return [];
  const asker = run.requestedBy;
  const others = run.viewers.map(({ by }) => by).filter((by) => asker && !isSamePerson(by, asker));
  const names = new Set(others.map((by) => mrkdwn(say`${by}`)));
  const shared = names.size > 0 ? ` · shared with ${[...names].join(", ")}` : "";
  const { declared } = run;
  const incident = declared
    ? ` · ${mrkdwn(say`${declared.incident} declared by ${declared.by}, ${time(declared.at)}`)}`
    : "";
  return [`Started ${mrkdwn(say`${dateTime(run.requestedAt)}`)}${shared}${incident}`];
}

/** All that the blocks say, for notifications and screen readers. */
function renderText(run: TriageRun): string {
  const lines = run.probes.map((probe) => {
    const outcome = probe.result ? outcomeWords[probe.result.outcome] : "checking";
    return `${probeLine(probe, run)} (${outcome})`;
  });
  return shortenMrkdwn(
    [mrkdwn(headline(run)), ...conclusion(run), ...lines, ...footer(run)].join("\n"),
    textLimit,
  );
}
