import type { Diagnosis, Finding, Outcome, ProbeResult, Timings } from "../../incident/evidence/evidence.ts";
import type { Instant } from "../../lib/time.ts";
import { dateTime, momentText } from "../../lib/words.ts";

const marks: Record<Outcome, string> = { ok: "✓", degraded: "!", failing: "✗", unknown: "?", skipped: "-" };

/** The sign before a line. The outcome is always written out beside it. */
export function mark(outcome: Outcome): string {
  return marks[outcome];
}

/** A triage run as plain text: a table of the probes, the verdict, and what to do about each finding. */
export function renderReport(report: {
  at: Instant;
  results: readonly ProbeResult[];
  diagnosis: Diagnosis;
}): string {
  const { at, results, diagnosis } = report;
  const skipped = results.filter(({ outcome, code }) => outcome === "skipped" && code !== "webhook.not_set");
  // What is planned, or watched after it was mended, is no finding, and still worth a line.
  const news = results.filter(({ outcome, excerpt }) => outcome === "ok" && excerpt);
  return [
    `Clay triage, ${momentText(dateTime(at))}`,
    "",
    renderTable(results),
    "Times are milliseconds from the start of each request.",
    "",
    diagnosis.verdict,
    ...(diagnosis.sideEvidence ? [diagnosis.sideEvidence] : []),
    ...(diagnosis.severity ? [`Suggested severity: ${diagnosis.severity}.`] : []),
    ...diagnosis.findings.flatMap((finding, i) => [
      "",
      ...renderFinding(
        isTold(finding, diagnosis.findings.slice(0, i)) ? { ...finding, remedy: "" } : finding,
        results.find(({ probe }) => probe === finding.probe),
      ),
    ]),
    ...(news.length > 0 ? ["", ...news.map(({ outcome, meaning }) => `${marks[outcome]} ${meaning}`)] : []),
    ...(skipped.length > 0 ? ["", ...skipped.flatMap(renderSkipped)] : []),
    "",
  ].join("\n");
}

function renderSkipped({ meaning, offersTestRow, probe }: ProbeResult): string[] {
  const webhook = probe.slice(probe.indexOf(":") + 1);
  const shown = webhook.includes(" ") ? `"${webhook}"` : webhook;
  return [
    `${marks.skipped} ${meaning}`,
    ...(offersTestRow
      ? [
          `  → To test it (adds 1 row, which counts towards its limit): clay-incident triage --send-test-row ${shown}`,
        ]
      : []),
  ];
}

/** What mends several findings is told with the first. */
function isTold({ remedy }: Finding, earlier: readonly Finding[]): boolean {
  return earlier.some((finding) => finding.remedy === remedy);
}

function renderFinding(finding: Finding, result: ProbeResult | undefined): string[] {
  const { outcome, severity, meaning, remedy, link } = finding;
  return [
    `${marks[outcome]} ${meaning}${severity ? ` (${severity})` : ""}`,
    ...(remedy ? [`  → ${remedy}`] : []),
    ...(link ? [`  ${link}`] : []),
    ...(result?.excerpt
      ? [`  ${result.httpStatus === undefined ? "Error" : "Answer"}: ${result.excerpt}`]
      : []),
    ...(result?.requestId ? [`  For Clay's support: request-id ${result.requestId}`] : []),
  ];
}

const phases: [title: string, phase: keyof Timings][] = [
  ["DNS", "dnsMs"],
  ["CONNECT", "connectMs"],
  ["TLS", "tlsMs"],
  ["FIRST", "firstByteMs"],
  ["TOTAL", "totalMs"],
];

/** Times are milliseconds since the start of the request. */
function renderTable(results: readonly ProbeResult[]): string {
  const header = ["", "PROBE", "OUTCOME", "HTTP", ...phases.map(([title]) => title), "TARGET"];
  const rows = results.map(({ name, outcome, httpStatus, timings, target }) => [
    marks[outcome],
    name,
    outcome,
    String(httpStatus ?? "-"),
    ...phases.map(([, phase]) => milliseconds(timings?.[phase])),
    target,
  ]);
  return align([header, ...rows]);
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? "-" : String(Math.round(value));
}

function align(rows: string[][]): string {
  const isNumber = (column: number) => column >= 3 && column < 3 + 1 + phases.length;
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const cell = (text: string, column: number) =>
    isNumber(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return rows.map((row) => row.map(cell).join("  ").trimEnd()).join("\n");
}
