import type { ModalView } from "@slack/types";
import type { ProbeResult, Timings } from "../../../incident/evidence/evidence.ts";
import { besideName } from "../../../telling/subject.ts";
import { renderView } from "../../blocks/form.ts";
import { mrkdwn, section } from "../../blocks/mrkdwn.ts";
import { marks, outcomeWords } from "./triage-render.ts";

const maxBlocks = 100;

/** A form to read: every probe in full. */
export function renderTriageDetails(results: ProbeResult[]): ModalView {
  const blocks = results.slice(0, maxBlocks).map((result) => section(probeDetails(result)));
  return renderView({ title: "Triage in detail", blocks });
}

function probeDetails(result: ProbeResult): string {
  const facts = [
    `Target: ${mrkdwn(result.target)}`,
    ...(result.httpStatus ? [`HTTP ${result.httpStatus}`] : []),
    ...(result.timings ? [timingsText(result.timings)] : []),
    ...(result.requestId ? [`Clay request id: ${mrkdwn(result.requestId)}`] : []),
    ...(result.remedy ? [`To do: ${mrkdwn(result.remedy)}`] : []),
    ...(result.excerpt ? [`Answer: ${mrkdwn(result.excerpt)}`] : []),
    `Finding: ${result.code} · side: ${result.side}${result.severity ? ` · suggests ${result.severity}` : ""}`,
  ];
  const title = `${marks[result.outcome]} *${mrkdwn(result.name)}* (${outcomeWords[result.outcome]})  ${mrkdwn(besideName(result))}`;
  return [title, ...facts].join("\n");
}

/** When each phase had ended, counted from the start. */
function timingsText({ dnsMs, connectMs, tlsMs, firstByteMs, totalMs }: Timings): string {
  const phases = { DNS: dnsMs, connect: connectMs, TLS: tlsMs, "first byte": firstByteMs, total: totalMs };
  return Object.entries(phases)
    .flatMap(([phase, ms]) => (ms === undefined ? [] : [`${phase} ${Math.round(ms)} ms`]))
    .join(" · ");
}
