import { drillScenario } from "../incident/drill.ts";
import type { FigureSource } from "../incident/events.ts";
import type { ProbeResult } from "../incident/evidence/evidence.ts";
import type { Watch } from "../incident/state.ts";
import { system } from "../lib/actor.ts";
import type { Incidents } from "./incidents.ts";
import type { ProbingFor } from "./triage-runs.ts";

/** Takes figures from triage for the watches that say so. */
type MeasuredWatches = {
  /** Starts measuring what was asked for and has no figure yet; returns without waiting for it. */
  perform(stream: string): Promise<void>;
  /** Resolves when what is being measured has ended. */
  idle(): Promise<void>;
};

/** Wires the measuring. A figure that triage cannot tell stays asked for: a person may enter it. */
export function createMeasuredWatches(parts: {
  incidents: Incidents;
  probingFor: ProbingFor;
  onBug: (error: unknown, stream: string) => void;
}): MeasuredWatches {
  const { incidents, probingFor, onBug } = parts;
  // The receipt makes a figure count once, whoever measures; this spares this process from measuring again.
  const begun = new Map<string, string>();
  const underWay = new Set<Promise<void>>();

  async function measure(stream: string, { watch, source }: Watch, receipt: string): Promise<void> {
    const probing = await probingFor(drillScenario(await incidents.load(stream)));
    const value = lowestBalance(await probing.run(() => {}), source!);
    if (value === null) return;
    await incidents.change(stream, { type: "record_figure", watch, value }, { by: system, receipt });
  }

  return {
    async perform(stream) {
      for (const watch of (await incidents.load(stream)).watches.filter(isWaiting)) {
        const name = `${stream}:${watch.watch}`;
        const receipt = `figure:${name}:${watch.askedAt}`;
        if (begun.get(name) === receipt) continue;
        begun.set(name, receipt);
        const running = measure(stream, watch, receipt)
          .catch((error) => onBug(error, stream))
          .finally(() => underWay.delete(running));
        underWay.add(running);
      }
    },
    idle: async () => void (await Promise.all(underWay)),
  };
}

function isWaiting({ source, ended, askedAt, figures }: Watch): boolean {
  if (!source || ended || !askedAt) return false;
  return (figures.at(-1)?.at ?? "") < askedAt;
}

/** Of several keys' balances the lowest: it is the one that stops work first. */
function lowestBalance(results: readonly ProbeResult[], source: FigureSource): number | null {
  const known = results.flatMap(({ balance }) => balance?.[source] ?? []);
  return known.length > 0 ? Math.min(...known) : null;
}
