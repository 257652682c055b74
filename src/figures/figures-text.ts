import { type Detection, detections } from "../incident/events.ts";
import { detectionText } from "../incident/status-text.ts";
import { durationText } from "../lib/duration.ts";
import { severities } from "../runbook/severity.ts";
import type { Figures, Spread } from "./figures.ts";
import type { Kept } from "./incident-facts.ts";

/** Causes beyond these are summed up. */
const mostCauses = 10;

/** The figures in plain lines, for a message or a terminal. */
export function figuresText(told: Figures): string[] {
  const period = `${told.from.slice(0, 10)} to ${told.until.slice(0, 10)}`;
  if (told.incidents === 0) return [`No incidents from ${period}.`];
  const open = told.open === 0 ? "none open" : `${told.open} open`;
  return [
    `${told.incidents === 1 ? "1 incident" : `${told.incidents} incidents`} from ${period}, ${open}.`,
    `By severity, as it last was: ${severities.map((severity) => `${severity} ${told.bySeverity[severity]}`).join(", ")}`,
    `By cause: ${causes(told)}`,
    `Detected by: ${detections.map((one) => detected(one, told)).join(", ")}`,
    ...(told.toDetect ? [`Time to detect: ${spreadText(told.toDetect)}`] : []),
    `Time to respond: ${spreadText(told.toRespond)}`,
    `Time to mitigate: ${spreadText(told.toMitigate)}`,
    `Time to resolve: ${spreadText(told.toResolve)}`,
    `Response in time: ${keptText(told.responses)}`,
    `Updates in time: ${keptText(told.updates)}`,
  ];
}

function causes({ byCause }: Figures): string {
  const shown = byCause
    .slice(0, mostCauses)
    .map(({ cause, incidents }) => `${cause ?? "not known"} ${incidents}`);
  const rest = byCause.slice(mostCauses).reduce((total, { incidents }) => total + incidents, 0);
  return [...shown, ...(rest > 0 ? [`others ${rest}`] : [])].join(", ");
}

function detected(detection: Detection, { byDetection }: Figures): string {
  return `${detectionText(detection)} ${byDetection[detection]}`;
}

function spreadText(spread: Spread): string {
  if (!spread) return "not yet";
  const { count, medianMs, p90Ms } = spread;
  return `median ${durationText(medianMs)}, 90 % in ${durationText(p90Ms)} (${count})`;
}

function keptText({ kept, missed }: Kept): string {
  return kept + missed === 0 ? "nothing fell due" : `${kept} of ${kept + missed}`;
}
