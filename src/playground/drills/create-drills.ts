import type { FakeClayControl } from "../../fake-clay/control.ts";
import type { Control } from "../slack/control/control.ts";
import type { Drill, Hands } from "./drill.ts";
import { createDrillList } from "./drills.ts";
import { look } from "./look.ts";
import type { Replay } from "./lost-rows.ts";

/** A drill as a page shows it. */
export type ShownDrill = { id: string; title: string; story: string; steps: ShownStep[] };
type ShownStep = { title: string; how: string; done: boolean };

export type DrillsState = {
  offered: { id: string; title: string; story: string; steps: number }[];
  running: ShownDrill | null;
  /** A step is being shown. */
  showing: boolean;
};

/** The drills of one workspace, of which one runs at a time. */
export type Drills = {
  state(): DrillsState;
  /** Starts a drill, over any other: brings its scenario about at Clay. False when there is none of that id. */
  start(id: string): Promise<boolean>;
  /** Does the next step in the person's stead. Rejects when it could not be done. */
  show(as: string): Promise<void>;
  /** Ends the drill, and whatever is wrong at Clay. */
  end(): Promise<void>;
  /** Calls `listener` whenever the state changed; the result ends that. */
  subscribe(listener: () => void): () => void;
  close(): void;
};

type Running = { drill: Drill; since: number; ticked: number };

const patienceMs = 20_000;

/** Watches the workspace for what the drill that runs asks for, step after step. */
export function createDrills({
  slack,
  clay,
  replay,
}: {
  slack: Control;
  clay: FakeClayControl;
  replay?: Replay | undefined;
}): Drills {
  const drills = createDrillList(replay);
  const listeners = new Set<() => void>();
  let running: Running | null = null;
  let showing = false;
  let watching = false;

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  /** Ticks what is done: a step counts once those before it are done, and stays done. */
  function watch() {
    watching = false;
    if (!running) return;
    const { drill, since, ticked } = running;
    const sight = look(slack, clay, since);
    while (drill.steps[running.ticked]?.isDone(sight)) running.ticked += 1;
    if (running.ticked > ticked) changed();
  }

  function watchSoon() {
    if (watching || !running) return;
    watching = true;
    setImmediate(watch);
  }

  const ends = [slack.subscribe(watchSoon), clay.subscribe(watchSoon)];

  function handsOf({ since }: Running, as: string): Hands {
    const now = () => look(slack, clay, since);
    return { as, slack, clay, look: now, eventually: (read) => slack.until(() => read(now()), patienceMs) };
  }

  function untilTicked(mine: Running, count: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = () => {
      if (running !== mine || mine.ticked >= count) resolve();
    };
    const timer = setTimeout(
      () => reject(new Error("The step was made, but nothing came of it")),
      patienceMs,
    );
    listeners.add(check);
    check();
    return promise.finally(() => {
      clearTimeout(timer);
      listeners.delete(check);
    });
  }

  return {
    state: () => ({
      offered: drills.map(({ id, title, story, steps }) => ({ id, title, story, steps: steps.length })),
      running: running && shown(running),
      showing,
    }),

    async start(id) {
      const drill = drills.find((candidate) => candidate.id === id);
      if (!drill) return false;
      // Its own scenario must not tick the steps of the drill before.
      running = null;
      await clay.play(drill.scenario);
      running = { drill, since: Date.now() / 1000, ticked: 0 };
      changed();
      return true;
    },

    async show(as) {
      const mine = running;
      const step = mine?.drill.steps[mine.ticked];
      if (!mine || !step || showing) return;
      showing = true;
      changed();
      try {
        const next = mine.ticked + 1;
        await step.show(handsOf(mine, as));
        watch();
        await untilTicked(mine, next);
      } finally {
        showing = false;
        changed();
      }
    },

    async end() {
      running = null;
      await clay.reset();
      changed();
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    close() {
      for (const unsubscribe of ends) unsubscribe();
    },
  };
}

function shown({ drill: { id, title, story, steps }, ticked }: Running): ShownDrill {
  return {
    id,
    title,
    story,
    steps: steps.map((step, i) => ({ title: step.title, how: step.how, done: i < ticked })),
  };
}
