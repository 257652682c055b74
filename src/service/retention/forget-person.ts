import type { Store } from "../../incident/store.ts";
import { streamKinds } from "../../incident/summary.ts";
import type { Actor } from "../../lib/actor.ts";
import type { Instant } from "../../lib/time.ts";
import { listAll } from "../list-all.ts";

/** Who stands in the record in place of somebody who asked to be forgotten. */
const formerMember: Actor = { kind: "system", name: "a former member" };

/** The person's Slack id, and texts that mean them wherever they are typed; see `meansOnlyAPerson`. */
type Forgotten = { id: string; texts: readonly string[] };

/**
 * Tells whether a text can mean nothing but a person: a full name, an e-mail address, a name with an @. A single
 * word could be one of the record's own ("alert"), and people write it in other senses ("Will", "Mark").
 */
export function meansOnlyAPerson(text: string): boolean {
  return /\S\s+\S|@/.test(text);
}

/** The texts by which somebody of these names is meant: full names as they are, single ones with an @. */
export function textsFor(names: readonly string[]): string[] {
  return names.map((name) => (meansOnlyAPerson(name) ? name : `@${name}`));
}

/** Where a person is on record, and what they were called there. */
type Traces = { streams: string[]; names: string[] };

/** Looks for a person in every record. */
export async function tracesOf(store: Store, id: string): Promise<Traces> {
  const streams: string[] = [];
  const names = new Set<string>();
  for (const stream of await allStreams(store)) {
    const record = [await store.summary(stream), await store.load(stream), await store.deliveries(stream)];
    if (!JSON.stringify(record).includes(id)) continue;
    streams.push(stream);
    for (const name of namesIn(record, id)) names.add(name);
  }
  return { streams, names: [...names] };
}

function namesIn(value: unknown, id: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "kind" in value && isActor(value, id) ? [(value as Actor).name] : [];
  return [...own, ...Object.values(value).flatMap((inner) => namesIn(inner, id))];
}

/**
 * Replaces a person in every record by "a former member"; the records stay. Resolves with the streams that changed.
 * Can be repeated: what was done stays done.
 */
export async function forgetPerson(store: Store, person: Forgotten, now: Instant): Promise<string[]> {
  const replace = createReplacement(person);
  const changed: string[] = [];
  for (const stream of await allStreams(store)) {
    if (await store.rewrite(stream, { now, replace })) changed.push(stream);
  }
  await store.rewriteValues(replace);
  return changed;
}

async function allStreams(store: Store): Promise<string[]> {
  const streams: string[] = [];
  for (const kind of streamKinds) {
    for await (const { stream } of listAll(store, { kind })) streams.push(stream);
  }
  return streams;
}

/**
 * Makes the function that takes a person out of a value: as an actor, as an id by itself (which becomes null, or
 * leaves its list), and within texts.
 */
export function createReplacement({ id, texts }: Forgotten): (value: unknown) => unknown {
  const inText = createTextReplacement({ id, texts });
  return function replace(value: unknown): unknown {
    if (value === id) return null;
    if (typeof value === "string") return inText(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.filter((item) => item !== id).map(replace);
    if (isActor(value, id)) return formerMember;
    // Somebody who was to be called, by id alone.
    if ("id" in value && value.id === id) return null;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
}

function isActor(value: object, id: string): boolean {
  return "kind" in value && value.kind === "person" && "id" in value && value.id === id;
}

function createTextReplacement({ id, texts }: Forgotten): (text: string) => string {
  const mention = new RegExp(`<@${escaped(id)}(\\|[^>]*)?>`, "g");
  const bare = whole([id], "gu");
  const named = texts.length > 0 ? whole(texts, "giu") : undefined;
  return (text) => {
    const withoutIds = text.replace(mention, formerMember.name).replace(bare, "former-member");
    return named ? withoutIds.replace(named, formerMember.name) : withoutIds;
  };
}

/** Any of the texts where it stands as a word of its own, with or without an @. Longest first: names overlap. */
function whole(texts: readonly string[], flags: string): RegExp {
  const any = texts
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}_])@?(?:${any})(?![\\p{L}\\p{N}_])`, flags);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
