import { type Scenario, scenarios } from "./scenarios.ts";
import { type SwitchInput, type SwitchName, switchSchema } from "./switches.ts";
import type { RowKeeping } from "./webhook.ts";
import { createWorld, type FakeStatus, type FakeWebhook, type World } from "./world.ts";

/** The state of the fake, as a page or a test reads it. */
export type FakeClayState = World & { listening: boolean };

/** The switches of the fake Clay. */
export type FakeClayControl = {
  /** Makes an endpoint answer in a certain way from now on. */
  set(name: SwitchName, how: SwitchInput): void;
  setBalance(balance: World["balance"]): void;
  setStatus(status: FakeStatus): void;
  /** Adds a webhook or changes one. */
  setWebhook(id: string, webhook: Partial<FakeWebhook>): void;
  /** False: Clay's port refuses connections. */
  setListening(open: boolean): Promise<void>;
  /** Brings about a scenario by name, from good health. False when there is none of that name. */
  play(name: string): Promise<boolean>;
  /** Back to good health; counts begin anew. */
  reset(): Promise<void>;
  state(): FakeClayState;
  /** The rows a webhook brought into its table since the last reset, as they were posted. */
  rows(webhookId: string): readonly string[];
  /** Calls `listener` after each request and each change by these switches; the result ends that. */
  subscribe(listener: () => void): () => void;
};

/** The port through which Clay is reached, which can be shut and opened again. */
export type Door = { isOpen(): boolean; setOpen(open: boolean): Promise<void> };

/** Whoever wants to know that the world changed. */
export type Listeners = Set<() => void>;

/** Creates the switches of a world. */
export function createControl(
  world: World,
  { rateLimit, tables }: RowKeeping,
  door: Door,
  listeners: Listeners,
): FakeClayControl {
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const reset = async () => {
    Object.assign(world, createWorld());
    rateLimit.reset();
    tables.reset();
    await door.setOpen(true);
  };
  const apply = async ({ name, switches = [], world: changes, refused }: Scenario) => {
    Object.assign(world, structuredClone(changes ?? {}), { scenario: name });
    for (const { names, how } of switches) {
      for (const target of names) world.switches[target] = switchSchema.parse(how);
    }
    if (refused) await door.setOpen(false);
  };
  return {
    set: (name, how) => {
      world.switches[name] = switchSchema.parse(how);
      changed();
    },
    setBalance: (balance) => {
      world.balance = balance;
      changed();
    },
    setStatus: (status) => {
      world.status = status;
      changed();
    },
    setWebhook: (id, webhook) => {
      world.webhooks[id] = { rows: 0, ...world.webhooks[id], ...webhook };
      changed();
    },
    setListening: async (open) => {
      await door.setOpen(open);
      changed();
    },
    play: async (name) => {
      const scenario = scenarios.find((candidate) => candidate.name === name);
      if (!scenario) return false;
      await reset();
      await apply(scenario);
      changed();
      return true;
    },
    reset: async () => {
      await reset();
      changed();
    },
    rows: (webhookId) => tables.rows(webhookId),
    state: () => structuredClone({ ...world, listening: door.isOpen() }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
