import { resultsOf, type TriageRun } from "../../../incident/triage-run/state.ts";
import type { MessageSlot } from "../../deliver/slots.ts";
import { desiredWalk } from "../walk/walk-desired.ts";
import { renderTriage } from "./triage-render.ts";

/** A triage run shows as one message in each place that asked for it, edited as probes end; below it a walk. */
export function desiredTriage(stream: string, run: TriageRun): MessageSlot[] {
  const content = renderTriage(stream, run);
  const { declared } = run;
  const closed = declared && {
    closed: `${declared.incident} was declared; the walk goes on in its channel.`,
  };
  const seen = { answers: run.diagnosis?.answers ?? {}, results: run.diagnosis && resultsOf(run) };
  const shownTo = run.viewers.filter(({ quiet }) => !quiet);
  return shownTo.flatMap(({ channel, by, threadTs, incident }): MessageSlot[] => {
    const where = {
      to: { channel },
      ...(threadTs && { threadTs }),
      ...(by.kind === "person" && { otherwiseTo: by.id }),
    };
    return [
      { kind: "message", slot: triageSlot(channel), content, ...where },
      // An incident's channel has the incident's own walk.
      ...(incident
        ? []
        : desiredWalk(stream, run.walk, where, { severity: null, seen, suffix: `:${channel}`, ...closed })),
    ];
  });
}

/** The slot of a run's message in a channel. */
export function triageSlot(channel: string): string {
  return `triage:${channel}`;
}
