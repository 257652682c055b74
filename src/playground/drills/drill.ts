import type { FakeClayControl } from "../../fake-clay/control.ts";
import type { Control } from "../slack/control/control.ts";
import type { Sight } from "./look.ts";

/** What a step is shown with: the controls a person at the page has, too. */
export type Hands = {
  /** Who acts. */
  as: string;
  slack: Control;
  clay: FakeClayControl;
  look(): Sight;
  /** What `read` gives as soon as that is something; rejects after some seconds. */
  eventually<T>(read: (sight: Sight) => T): Promise<NonNullable<T>>;
};

/** One thing to do, which ticks itself when it was done, however it was done. */
export type Step = {
  title: string;
  /** Where to press and what to type. */
  how: string;
  isDone(sight: Sight): boolean;
  /** Does it in the person's stead. */
  show(hands: Hands): Promise<unknown>;
};

/** An outage to see through, from the first sign to the end. */
export type Drill = {
  id: string;
  title: string;
  /** What has happened, as people would hear of it. */
  story: string;
  /** The scenario at the fake Clay that brings it about. */
  scenario: string;
  steps: Step[];
};
