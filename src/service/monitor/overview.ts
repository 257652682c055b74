import type { Store } from "../../incident/store.ts";
import { type Overview, type ShownTarget, stateOf } from "../../monitor/overview.ts";
import type { TargetBody } from "./lookout.ts";
import type { Quiet } from "./quiet.ts";

type Parts = { store: Store; quiet: Quiet; isOn: boolean; unwatched: readonly string[] };

/** Reads how monitoring stands, whichever replica looks. */
export async function readOverview({ store, quiet, isOn, unwatched }: Parts): Promise<Overview> {
  const [rows, looked, running, { gap }] = await Promise.all([
    store.targets(),
    store.looked(),
    quiet.running(),
    quiet.state(),
  ]);
  const targets = rows
    .map(({ target, body }) => ({ target, ...(body as TargetBody) }))
    .filter(({ scope, memory }) => scope === "" && memory !== undefined)
    .map(
      ({ target, name, meaning, since, memory }): ShownTarget => ({
        target,
        name,
        meaning,
        state: stateOf(memory),
        since: memory.broken ? (memory.since ?? since) : since,
      }),
    );
  return { isOn, lookedAt: looked?.at ?? null, targets, ...running, gap, unwatched: [...unwatched] };
}
