import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readSources, type Source } from "./support/sources.ts";

// The table of ARCHITECTURE.md, "Rooms". A room may import itself and these; `config` and `log.ts` as types only.
const pure = [
  "lib",
  "runbook",
  "record",
  "walk",
  "incident",
  "telling",
  "figures",
  "postmortem",
  "monitor",
  "redaction",
];
const adapters = [...pure, "worker", "service"];
const mayImport: Record<string, readonly string[]> = {
  lib: [],
  runbook: ["lib"],
  record: ["lib"],
  worker: ["lib", "record"],
  redaction: ["lib", "record"],
  walk: ["lib", "runbook", "record"],
  incident: ["lib", "runbook", "record", "walk"],
  telling: ["lib", "runbook", "record", "walk", "incident"],
  monitor: ["lib", "runbook", "record", "incident"],
  figures: ["lib", "runbook", "record", "walk", "incident", "telling"],
  postmortem: pure.filter((room) => room !== "monitor"),
  service: pure,
  store: ["lib", "record"],
  slack: adapters,
  triage: ["lib", "redaction", "runbook", "record", "incident", "telling", "monitor"],
  health: adapters,
  forward: adapters,
  config: ["lib", "redaction"],
  replay: ["lib"],
  "fake-clay": ["lib"],
  playground: ["lib", "fake-clay"],
  "log.ts": ["lib", "redaction"],
};
/** They put the rooms together, so they may import all. */
const wires = ["wiring", "cli"];
const asTypes: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    ["service", "slack", "triage", "health", "forward", "postmortem"].map((room) => [
      room,
      ["config", "log.ts", "service"],
    ]),
  ),
};

const only: Record<string, readonly string[]> = {
  "@slack/": ["slack"],
  kysely: ["store"],
  pg: ["store"],
  // A plan is a file of its own with the record of what was sent; SQLite gives it a lock and lasting writes.
  "node:sqlite": ["store", "replay"],
  "csv-parse": ["replay"],
  pino: ["log.ts"],
  commander: ["cli"],
  ws: ["playground"],
  vega: ["postmortem"],
  "vega-lite": ["postmortem"],
  "@resvg/": ["postmortem"],
  "prom-client": ["health"],
};

const sources = readSources();
const inRooms = sources.filter(({ room }) => room in mayImport);

function roomOf(target: string): string {
  return target.split("/")[1]!;
}

function offences(find: (source: Source) => string[]): string[] {
  return sources.flatMap((source) => find(source).map((what) => `${source.path}: ${what}`));
}

test("there is something to look at", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(({ imports }) => imports).filter(({ target }) => target).length).toBeGreaterThan(
    100,
  );
});

test("every folder is a room of the table, here and in ARCHITECTURE.md", () => {
  const folders = new Set(sources.map(({ room }) => room).filter((room) => !room.endsWith(".ts")));
  const described = readFileSync(resolve(import.meta.dirname, "../ARCHITECTURE.md"), "utf8");
  expect([...folders].filter((folder) => !(folder in mayImport) && !wires.includes(folder))).toEqual([]);
  expect([...folders].filter((folder) => !described.includes(`\`src/${folder}/\``))).toEqual([]);
});

test("rooms import only what the table allows", () => {
  const wrong = inRooms.flatMap(({ path, room, imports }) =>
    imports
      .filter(({ target }) => target?.startsWith("src/"))
      .map((found) => ({ ...found, other: roomOf(found.target!) }))
      .filter(({ other }) => other !== room && !mayImport[room]!.includes(other))
      .filter(({ other, typeOnly }) => !(typeOnly && asTypes[room]?.includes(other)))
      .map(({ other, specifier }) => `${path}: ${room}/ must not import ${other} (${specifier})`),
  );
  expect(wrong).toEqual([]);
});

test.each(Object.entries(only))("%s is imported by its own room alone", (library, rooms) => {
  const isLibrary = (specifier: string) =>
    library.endsWith("/")
      ? specifier.startsWith(library)
      : specifier === library || specifier.startsWith(`${library}/`);
  expect(
    offences(({ room, imports }) =>
      rooms.includes(room)
        ? []
        : imports.filter(({ specifier }) => isLibrary(specifier)).map(({ specifier }) => specifier),
    ),
  ).toEqual([]);
});

const pureRooms = ["walk", "incident", "telling", "figures", "monitor"];

describe.each(pureRooms)("%s/ is pure", (pureRoom) => {
  const pure = sources.filter(({ room }) => room === pureRoom);

  test.each([
    ["waits for nothing", /\b(async|await|Promise|setTimeout|setInterval)\b/],
    ["reads no clock", /\bDate\.now\b|\bnew Date\(\)|\bperformance\b/],
    ["rolls no dice", /\bMath\.random\b|\brandomUUID\b/],
  ])("it %s", (_promise, forbidden) => {
    expect(pure.filter(({ code }) => forbidden.test(code)).map(({ path }) => path)).toEqual([]);
  });

  test("it imports nothing of the machine", () => {
    expect(
      offences(({ room, imports }) =>
        room === pureRoom
          ? imports.map(({ specifier }) => specifier).filter((name) => name.startsWith("node:"))
          : [],
      ),
    ).toEqual([]);
  });
});

test("only config/ reads the environment", () => {
  const readers = sources.filter(({ room, code }) => room !== "config" && /\bprocess\.env\b/.test(code));
  expect(readers.map(({ path }) => path)).toEqual([]);
});

test("no files import each other in a circle", () => {
  const next = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ typeOnly }) => !typeOnly).flatMap(({ target }) => target ?? []),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (trail.includes(path) || done.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) visit(path, []);
  expect(circles).toEqual([]);
});

/** Islands' folders that hold many small pieces of one kind side by side. */
const crowded = ["src/playground/page/client/workspace", "src/playground/page/client/blocks"];

test("no folder holds more than thirteen files", () => {
  const counts = Map.groupBy(sources, ({ path }) => dirname(path));
  const full = [...counts].filter(([folder, files]) => files.length > 13 && !crowded.includes(folder));
  expect(full.map(([folder, { length }]) => `${folder}: ${length} files`)).toEqual([]);
});
