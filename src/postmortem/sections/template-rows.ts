import { durations, mitigatedAt } from "../../incident/clock/durations.ts";
import { creditsLostText } from "../../incident/credits.ts";
import { type Replayed, replayedText } from "../../incident/replay/replayed.ts";
import { type Action, actionsTaken, type Incident, isOpen } from "../../incident/state.ts";
import { detectionText } from "../../incident/status-text.ts";
import { durationText } from "../../lib/duration.ts";
import { ownSentence, sentence } from "../../lib/sentence.ts";
import { millisecondsBetween } from "../../lib/time.ts";
import { dateTime, say, sentences, type Words } from "../../lib/words.ts";
import { currentLeaf } from "../../walk/walk-state.ts";
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
    ...Object.values(incident.replays).map(({ replayed }) => paragraph(rowsLine(replayed))),
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

function rowsLine(replayed: Replayed): Words {
  const { first, last } = replayed;
  const when = first && last ? say`, from ${dateTime(first)} to ${dateTime(last)}` : "";
  return say`Rows lost / sent again: ${replayedText(replayed)}${when}.`;
}

function known(text: string, suggestion: string | null | undefined): Block[] {
  if (text) return [paragraph(text)];
  return [
    paragraph(suggestion ? `Not written down. To start from: ${sentence(suggestion)}` : "Not written down."),
  ];
}

/** That triage found nothing wrong is no cause. */
function likelyCause({ walk, evidence }: Incident): string | undefined {
  const found = evidence?.diagnosis.outcome === "healthy" ? undefined : evidence?.diagnosis.verdict;
  return currentLeaf(walk)?.cause ?? found;
}

function duration({ incident, stream, now }: Story): Block[] {
  const { toDetect, toAcknowledge, toMitigate, toResolve } = durations(incident);
  const { beganAt, detectedAt, declared, acknowledged } = incident;
  const soFar = durationText(millisecondsBetween(detectedAt, now));
  const total = toResolve === null ? `${soFar} so far; not resolved.` : durationText(toResolve);
  const mitigated = mitigatedAt(incident);
  return [
    paragraph(total),
    ...list(
      [
        beganAt ? say`Began ${dateTime(beganAt)}.` : null,
        say`Detected ${dateTime(detectedAt)}${after(toDetect)}.`,
        say`Declared ${dateTime(declared.at)} by ${declared.by}.`,
        acknowledged && say`Led from ${dateTime(acknowledged.at)}${after(toAcknowledge)}.`,
        mitigated && say`Mitigating from ${dateTime(mitigated)}${after(toMitigate)}.`,
        ...endings(stream),
        incident.reopened && incident.resolved
          ? "The time it stood resolved before it was reopened is not counted."
          : null,
      ].filter((words) => words !== null),
    ),
  ];
}

/** Every time it was resolved or reopened, in order. */
function endings(stream: Story["stream"]): Words[] {
  return stream.flatMap(({ event, at, by }) => {
    if (event.type === "incident.resolved") return [say`Resolved ${dateTime(at)} by ${by}.`];
    if (event.type === "incident.reopened") return [say`Reopened ${dateTime(at)} by ${by}.`];
    return [];
  });
}

function after(milliseconds: number | null): string {
  return milliseconds === null ? "" : `, after ${durationText(milliseconds)}`;
}

function severity({ incident, stream }: Story): Block[] {
  const [first] = incident.severities;
  const changes = stream.flatMap(({ at, by, event }): Words[] =>
    event.type === "severity.changed"
      ? [
          sentences(
            say`${event.from} → ${event.to}, ${dateTime(at)} by ${by}.`,
            ownSentence(event.reason ?? ""),
          ),
        ]
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

function resolution({ incident, stream }: Story): Block[] {
  const soFar = incident.resolution && ` So far: ${sentence(incident.resolution)}`;
  const text = isOpen(incident) ? `Not resolved.${soFar}` : sentence(incident.resolution);
  const { despiteFailing, untested } = incident.resolved ?? {};
  const despite = [
    ...(despiteFailing ? [" Triage still failed when it was resolved."] : []),
    ...(untested ? [` Not tested when it was resolved: ${untested.join(" ")}`] : []),
  ].join("");
  const fixes = stream.flatMap(({ event, at, by }): Words[] =>
    event.type === "incident.resolved"
      ? [say`Earlier fix, which did not hold: ${actionLine({ text: event.resolution, at, by })}`]
      : [],
  );
  const earlier = isOpen(incident) ? fixes : fixes.slice(0, -1);
  return [
    paragraph(`${text}${despite}`),
    ...earlier.map(paragraph),
    ...list(actionsTaken(incident).map(actionLine)),
  ];
}

function actionLine({ text, at, by }: Action): Words {
  return say`${sentence(text)} (${by}, ${dateTime(at)})`;
}
