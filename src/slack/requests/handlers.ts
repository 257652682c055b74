import type { EventHandler, Feature, FormHandler } from "./feature.ts";

/** All the bot listens to. */
export type Handlers = Required<Omit<Feature, "forms" | "events">> & {
  forms: Record<string, FormHandler>;
  events: Record<string, readonly EventHandler[]>;
};

/** Puts features together. Events go to all who listen; else two that claim one name throw. */
export function mergeFeatures(features: readonly Feature[]): Handlers {
  return {
    verbs: unique(
      "verb",
      features.flatMap(({ verbs = {} }) => Object.entries(verbs)),
    ),
    actions: unique(
      "action",
      features.flatMap(({ actions = {} }) => Object.entries(actions)),
    ),
    forms: unique(
      "form",
      features.flatMap(({ forms = [] }) => forms.map((form) => [form.id, form] as const)),
    ),
    globalShortcuts: unique(
      "global shortcut",
      features.flatMap(({ globalShortcuts = {} }) => Object.entries(globalShortcuts)),
    ),
    messageShortcuts: unique(
      "message shortcut",
      features.flatMap(({ messageShortcuts = {} }) => Object.entries(messageShortcuts)),
    ),
    events: together(features.flatMap(({ events = {} }) => Object.entries(events))),
  };
}

function unique<T>(kind: string, entries: readonly (readonly [string, T])[]): Record<string, T> {
  const seen = new Set<string>();
  for (const [name] of entries) {
    if (seen.has(name)) throw new Error(`Two handlers for the ${kind} "${name}"`);
    seen.add(name);
  }
  return Object.fromEntries(entries);
}

function together<T>(entries: readonly (readonly [string, T])[]): Record<string, T[]> {
  const named = Map.groupBy(entries, ([name]) => name);
  return Object.fromEntries([...named].map(([name, all]) => [name, all.map(([, handler]) => handler)]));
}
