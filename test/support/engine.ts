import type { Store } from "../../src/incident/store.ts";
import type { AttemptParts } from "../../src/record/attempt.ts";
import { createHandle, type Handle } from "../../src/record/handle.ts";
import { createOpenNumbered, type OpenNumbered } from "../../src/record/open-numbered.ts";
import { createOwnTime, type OwnTime } from "../../src/record/own-time.ts";
import { createStates, type States } from "../../src/record/states.ts";
import type { WorkLog } from "../../src/worker/passes.ts";
import { createMovableClock, type MovableClock } from "./clock.ts";

export type TestEngine = {
  store: Store;
  clock: MovableClock;
  states: States;
  ownTime: OwnTime;
  handle: Handle;
  openNumbered: OpenNumbered;
  /** How often the work loop was woken. */
  woken(): number;
};

/** One process' engine over a store. Give two of them the same store, or the same file, to have two processes. */
export function createTestEngine(store: Store, clock = createMovableClock()): TestEngine {
  let woken = 0;
  const wake = () => {
    woken++;
  };
  const states = createStates(store);
  const ownTime = createOwnTime(clock);
  const parts: AttemptParts = { store, clock, ownTime, states, clean: (command) => command, wake };
  return {
    store,
    clock,
    states,
    ownTime,
    handle: createHandle(parts),
    openNumbered: createOpenNumbered(parts),
    woken: () => woken,
  };
}

/** A log that keeps what was said, as "level message". */
export function createTestLog(): WorkLog & { lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (_: object, message: string) => {
    lines.push(`${level} ${message}`);
  };
  return { lines, info: write("info"), warn: write("warn"), error: write("error") };
}
