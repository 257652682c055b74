import { computed, signal } from "@preact/signals";
import type { DrillsState } from "../../../drills/create-drills.ts";
import type { Control } from "../../../slack/control/control.ts";
import type { ClayOverview } from "../api.ts";

/** What one of the control's readings gives. */
type Read<Name extends keyof Control> = Awaited<ReturnType<Control[Name]>>;

export type Person = Read<"users">[number];
export type Channel = Read<"channels">[number];
export type SeenMessage = Read<"messages">[number];
export type View = Read<"modals">[number];
export type Exchange = Read<"traffic">[number];
type FaultInForce = Read<"faults">[number];
type Unread = Read<"unread">[number];
type AppOffer = Read<"app">;

/** Where someone looks: a channel, or the app's home. */
type Place = { kind: "channel"; id: string } | { kind: "home" };

export type Tool = "drills" | "clay" | "slack" | "traffic";
export type Pane = "channels" | "conversation" | "tools";

// What is shown. Each holds what the server said last; `live.ts` reads them anew when something changes.
export const people = signal<Person[]>([]);
export const groups = signal<Read<"userGroups">>([]);
export const bot = signal<Read<"bot"> | null>(null);
export const app = signal<AppOffer | null>(null);
export const channels = signal<Channel[]>([]);
export const unread = signal<Unread[]>([]);
export const messages = signal<SeenMessage[]>([]);
export const threadMessages = signal<SeenMessage[]>([]);
export const modals = signal<View[]>([]);
export const home = signal<View | null>(null);
export const connections = signal<Read<"connections">>([]);
export const clayOverview = signal<ClayOverview | null>(null);
export const drills = signal<DrillsState | null>(null);
export const traffic = signal<Exchange[]>([]);
export const faults = signal<FaultInForce[]>([]);

// Where the person at the page is.
export const actingName = signal("lead");
export const place = signal<Place | null>(null);
export const threadTs = signal<string | null>(null);
export const tool = signal<Tool>("drills");
export const pane = signal<Pane>("conversation");
export const live = signal(false);
/** Moves on every half minute, for texts such as "in 12 min". */
export const now = signal(Date.now());

/** The person one acts as. */
export const acting = computed(() => people.value.find(({ name }) => name === actingName.value));

/** The channel that is open, if one is. */
export const channel = computed(() => {
  const { value } = place;
  return value?.kind === "channel" ? channels.value.find(({ id }) => id === value.id) : undefined;
});

/** Who can be acted as: everyone who could log in. */
export const actors = computed(() =>
  people.value.filter(({ role, deactivated }) => role !== "bot" && !deactivated),
);
