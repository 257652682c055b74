import { durationText } from "../../lib/duration.ts";
import { millisecondsBetween } from "../../lib/time.ts";
import { dateTime, say, sentences, type Words } from "../../lib/words.ts";
import { currentLeaf } from "../../runbook/walk-state.ts";
import { creditsLostText } from "../credits.ts";
import { durations, mitigatedAt } from "../durations.ts";
import { type Action, actionsTaken, type Incident, isOpen } from "../state.ts";
import { detectionText } from "../status-text.ts";
import { sentence } from "../wording.ts";
import { balancesSeen } from "./balances.ts";
import { type Block, list, paragraph, type templateIds } from "./section.ts";
import type { Story } from "./story.ts";

type Row = (story: Story) => Block[];

/** What the record says for each row of the template. */
export const templateRows: Record<(typeof templateIds)[number], Row> = {
  date: ({ incident }) => [paragraph(say`${dateTime(incident.detectedAt)}`)],
  duration,
  severity,
  impact: ({ incident }) => [
    paragraph(incident.impact || "Not written down."),
    ...(incident.affected ? [paragraph(`Affected: ${incident.affected}`)] : []),
  ],
  root_cause: ({ incident }) => known(incident.rootCause, likelyCause(incident)),
  detection,
  resolution,
  credits_lost: ({ incident, stream }) => {
    if (incident.creditsLost) return [paragraph(creditsLostText(incident.creditsLost))];
    const seen = balancesSeen(stream);
    return known("", seen && `at most ${creditsLostText(seen)}, as triage saw it`);
  },
  prevention: ({ incident }) => known(incident.prevention, currentLeaf(incident.walk)?.prevention),
};

function known(text: string, suggestion: string | null | undefined): Block[] {
  if (text) return [paragraph(text)];
  return [
    paragraph(suggestion ? `Not written down. To start from: ${sentence(suggestion)}` : "Not written down."),
  ];
}

function likelyCause({ walk, evidence }: Incident): string | undefined {
  return currentLeaf(walk)?.cause ?? evidence?.diagnosis.verdict;
}

function duration({ incident, now }: Story): Block[] {
  const { toAcknowledge, toMitigate, toResolve } = durations(incident);
  const { detectedAt, declared, acknowledged, resolved } = incident;
  const soFar = durationText(millisecondsBetween(detectedAt, now));
  const total = toResolve === null ? `${soFar} so far; not resolved.` : durationText(toResolve);
  const mitigated = mitigatedAt(incident);
  return [
    paragraph(total),
    ...list(
      [
        say`Detected ${dateTime(detectedAt)}.`,
        say`Declared ${dateTime(declared.at)} by ${declared.by}.`,
        acknowledged && say`Led from ${dateTime(acknowledged.at)}${after(toAcknowledge)}.`,
        mitigated && say`Mitigating from ${dateTime(mitigated)}${after(toMitigate)}.`,
        resolved && say`Resolved ${dateTime(resolved.at)} by ${resolved.by}.`,
        incident.reopened && resolved
          ? say`Reopened ${dateTime(incident.reopened.at)}; the time it stood resolved before is not counted.`
          : null,
      ].filter((words) => words !== null),
    ),
  ];
}

function after(milliseconds: number | null): string {
  return milliseconds === null ? "" : `, after ${durationText(milliseconds)}`;
}

function severity({ incident, stream }: Story): Block[] {
  const [first] = incident.severities;
  const changes = stream.flatMap(({ at, by, event }): Words[] =>
    event.type === "severity.changed"
      ? [sentences(say`${event.from} → ${event.to}, ${dateTime(at)} by ${by}.`, sentence(event.reason ?? ""))]
      : [],
  );
  if (!first || changes.length === 0) return [paragraph(incident.severity)];
  return [paragraph(say`${incident.severity}, declared as ${first.severity}`), ...list(changes)];
}

function detection({ incident }: Story): Block[] {
  const { origin } = incident;
  const said = origin?.text
    ? sentences("The message that led to it:", origin.author && say`${origin.author}:`, origin.text)
    : null;
  const how = detectionText(incident.detection);
  return [
    paragraph(`${how.charAt(0).toUpperCase()}${how.slice(1)}`),
    ...(said ? [{ paragraph: { text: said, ...(origin?.permalink && { link: origin.permalink }) } }] : []),
  ];
}

function resolution({ incident }: Story): Block[] {
  const before = incident.resolution && ` Before it was reopened: ${sentence(incident.resolution)}`;
  const text = isOpen(incident) ? `Not resolved.${before}` : incident.resolution;
  const despite = incident.resolved?.despiteFailing ? " Triage still failed when it was resolved." : "";
  return [paragraph(`${sentence(text)}${despite}`), ...list(actionsTaken(incident).map(actionLine))];
}

function actionLine({ text, at, by }: Action): Words {
  return say`${sentence(text)} (${by}, ${dateTime(at)})`;
}
