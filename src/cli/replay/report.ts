import { type Replayed, replayedText } from "../../incident/replay/replayed.ts";
import { toInstant } from "../../lib/time.ts";
import { plainText } from "../../lib/words.ts";
import { createHandle } from "../../record/handle.ts";
import { createOwnTime } from "../../record/own-time.ts";
import { createStates } from "../../record/states.ts";
import { systemClock } from "../../record/system-clock.ts";
import type { Plan } from "../../replay/plan/plan.ts";
import { acceptedBetween, standingOf } from "../../replay/send/standing.ts";
import { loadRunbook } from "../../runbook/load.ts";
import { incidentRules } from "../../service/incident-rules.ts";
import { incidentKind } from "../../service/incidents.ts";
import { complain, withStore } from "../with-store.ts";

/** Tells the incident a plan is for what came of it so far: counts alone. What goes wrong is said and changes nothing. */
export async function reportToIncident(plan: Plan, configFile: string | undefined): Promise<void> {
  const { incident: stream } = plan.header;
  const replayed = replayedBy(plan);
  if (stream === undefined || replayed.accepted + replayed.refused + replayed.inDoubt === 0) return;
  try {
    await withStore(configFile, async (store, config) => {
      const read = loadRunbook({ file: config.runbook.file });
      if ("problems" in read) return complain(2, `${stream} is not told: the runbook is not fit for use.`);
      const handle = createHandle({
        store,
        clock: systemClock,
        ownTime: createOwnTime(systemClock),
        states: createStates(store),
        // Counts alone: nobody typed anything.
        clean: (command) => command,
        wake: () => {},
      });
      const tree = { runbook: read.runbook, freshMinutes: config.triage.fresh_minutes };
      const by = { kind: "system", name: "clay-incident replay" } as const;
      const handled = await handle(
        incidentKind(incidentRules(config.incident, tree)),
        stream,
        { type: "record_replay", ...replayed },
        { by },
      );
      if (handled.outcome === "refused")
        return complain(1, `${stream} is not told: ${plainText(handled.refusal.message)}`);
      process.stdout.write(`${stream} is told: ${replayedText(replayed)}.\n`);
      return 0;
    });
  } catch (error) {
    complain(1, `${stream} is not told: ${(error as Error).message}`);
  }
}

function replayedBy(plan: Plan): Replayed {
  const { accepted, refused, inDoubt, open } = standingOf(plan);
  const between = acceptedBetween(plan);
  return {
    plan: plan.digest.slice(0, 12),
    webhook: plan.header.webhook.name,
    accepted,
    refused,
    inDoubt,
    open,
    first: between ? toInstant(between.first) : null,
    last: between ? toInstant(between.last) : null,
  };
}
