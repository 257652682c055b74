import type { Declare, IncidentCommand } from "../incident/commands.ts";
import type { IncidentEvent } from "../incident/events.ts";
import { type IncidentHistory, incident } from "../incident/incident.ts";
import type { IncidentRules } from "../incident/rules.ts";
import { type Declaration as Described, recentIncidents, similarIncident } from "../incident/similar.ts";
import { type Incident, incidentName } from "../incident/state.ts";
import type { Store } from "../incident/store.ts";
import { type Summary, summariseIncident } from "../incident/summary.ts";
import type { Handled, Request } from "../record/attempt.ts";
import type { Recorded } from "../record/decider.ts";
import type { Handle } from "../record/handle.ts";
import type { Opened, OpenNumbered } from "../record/open-numbered.ts";
import type { Clock } from "../record/ports.ts";
import type { RecordKind } from "../record/record-kind.ts";
import type { States } from "../record/states.ts";

type IncidentKind = RecordKind<Incident, IncidentCommand, IncidentEvent, IncidentRules>;

/** Incidents as the engine handles them. */
export function incidentKind(rules: IncidentRules): IncidentKind {
  return { kind: "incident", decider: incident, rules, summarise: summariseIncident };
}

/** What the person who gives a command may do. */
export type May = IncidentRules["may"];

/** Tells whether the person who asks may see an incident. */
type Sees = (summary: Summary) => boolean;

/** What is declared; the rest of the command is the engine's to know. */
export type Declaration = Omit<Declare, "type" | "number" | "runbookHash">;

export type Incidents = {
  /** Opens the next incident. Unless `anyway`, an open one about the same thing that they see is named instead. */
  declare(
    declaration: Declaration,
    request: Request,
    options?: { anyway?: boolean; may?: May; sees?: Sees },
  ): Promise<Opened<Incident, IncidentEvent>>;
  change(
    stream: string,
    command: IncidentCommand,
    request: Request,
    may?: May,
  ): Promise<Handled<Incident, IncidentEvent>>;
  load(stream: string): Promise<Incident>;
  history(stream: string): Promise<IncidentHistory>;
  events(stream: string): Promise<Recorded<IncidentEvent>[]>;
  /** The open incident about the same thing, if there is one among those seen. */
  similarTo(declaration: Described, sees: Sees): Promise<Summary | undefined>;
  /** The open incident declared last among those seen, drills apart, unless that was long ago. */
  declaredLately(sees: Sees): Promise<Summary | undefined>;
  /** The incident a channel belongs to. */
  inChannel(channelId: string): Promise<Summary | undefined>;
  /** Newest first. */
  list(query?: { open?: boolean; limit?: number }): Promise<Summary[]>;
};

const openAtMost = 200;

/** Wires the commands on incidents. */
export function createIncidents(parts: {
  handle: Handle;
  openNumbered: OpenNumbered;
  states: States;
  store: Store;
  clock: Clock;
  kind: IncidentKind;
  runbookHash: string;
  duplicateWindowMinutes: number;
}): Incidents {
  const { handle, openNumbered, states, store, clock, kind, runbookHash } = parts;
  const kindFor = (may: May | undefined) => (may ? { ...kind, rules: { ...kind.rules, may } } : kind);

  async function openTo(sees: Sees) {
    return (await store.summaries({ kind: "incident", open: true, limit: openAtMost })).filter(sees);
  }

  const window = () => ({ now: clock.now(), windowMinutes: parts.duplicateWindowMinutes });

  async function similarTo(declaration: Described, sees: Sees) {
    return similarIncident(declaration, await openTo(sees), window());
  }

  return {
    similarTo,
    declaredLately: async (sees) => recentIncidents({}, await openTo(sees), window())[0],
    declare: (declaration, request, { anyway = false, may, sees = () => true } = {}) =>
      openNumbered({
        record: kindFor(may),
        command: (_stream, number): IncidentCommand => ({
          ...declaration,
          type: "declare",
          number,
          runbookHash,
        }),
        request,
        ...(!anyway && { findSimilar: async () => (await similarTo(declaration, sees))?.stream }),
      }),
    change: (stream, command, request, may) => handle(kindFor(may), stream, command, request),
    load: async (stream) => (await states.load(kind, stream)).state,
    history: (stream) => states.history(kind, stream),
    events: async (stream) => [...(await states.history(kind, stream)).events],
    async inChannel(channelId) {
      const [newest] = await store.summaries({ kind: "incident", channelId, limit: 1 });
      return newest;
    },
    list: (query = {}) => store.summaries({ kind: "incident", ...query }),
  };
}

/** Reads how people name an incident ("INC-12", "inc12", "#12", "12") as its stream; undefined when it is none. */
export function parseIncidentName(text: string): string | undefined {
  const [, digits] = /^(?:inc-?|#)?(\d{1,9})$/i.exec(text.trim()) ?? [];
  return digits && incidentName(Number(digits));
}
