import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addMilliseconds, type Instant, millisecondsBetween } from "../../src/lib/time.ts";
import { judge, type Transition } from "../../src/monitor/judge.ts";
import { usualRules as rules } from "../../src/monitor/rules.ts";
import type { Sample } from "../../src/monitor/sample.ts";
import { looksAt } from "./simulate.ts";

const start = "2026-11-23T00:00:00.000Z";
const minutes = (n: number) => addMilliseconds(start, n * 60_000);
const end = minutes(60 * 24 * 365);

const told = (samples: readonly Sample[]) => judge(samples, rules, end);
const types = (samples: readonly Sample[]) => told(samples).map(({ type }) => type);
/** Looks a minute apart, one letter each: g good, b bad, u unknown, "." none. */
const minutely = (letters: string): Sample[] =>
  [...letters].flatMap((letter, i) => (letter === "." ? [] : [sample(minutes(i), letter)]));

function sample(at: Instant, letter: string): Sample {
  if (letter === "b") return { at, outcome: "failing", code: "api.server_error" };
  if (letter === "u") return { at, outcome: "unknown", code: "api.html" };
  return { at, outcome: "ok", code: "api.ok" };
}

/** Any looks: of any outcome, from seconds to hours apart. */
const anySamples = fc
  .array(
    fc.record({
      letter: fc.constantFrom("g", "b", "b", "u"),
      gapMs: fc.oneof(fc.integer({ min: 1_000, max: 90_000 }), fc.integer({ min: 1_000, max: 9_000_000 })),
      repeat: fc.integer({ min: 1, max: 8 }),
    }),
    { maxLength: 60 },
  )
  .map((runs) => {
    let at = start;
    return runs.flatMap(({ letter, gapMs, repeat }) =>
      Array.from({ length: repeat }, () => {
        at = addMilliseconds(at, gapMs);
        return sample(at, letter);
      }),
    );
  });

const isNotice = ({ type }: Transition) => type === "opened" || type === "again";

describe("for any samples", () => {
  test("opens and closes alternate, and the first is an opening", () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        let open = false;
        for (const { type, ...change } of told(samples)) {
          if (type === "opened" || type === "reopened") {
            expect(open).toBe(false);
            open = true;
          }
          if (type === "closed") {
            expect(open).toBe(true);
            open = false;
          }
          if (type === "unsteady") open = true;
          if (type === "steady") open = "broken" in change && change.broken;
        }
      }),
      { numRuns: 500 },
    );
  });

  test("no two notices come within the flap window", () => {
    fc.assert(
      fc.property(anySamples, (samples) => {
        const notices = told(samples).filter(isNotice);
        for (const [i, { at }] of notices.slice(1).entries())
          expect(millisecondsBetween(notices[i]!.at, at)).toBeGreaterThanOrEqual(rules.flapMs);
      }),
      { numRuns: 500 },
    );
  });

  test("what cannot be read changes nothing of what counts", () => {
    const ofReading = ["readable", "unreadable"];
    fc.assert(
      fc.property(anySamples, (samples) => {
        const readable = samples.filter(({ outcome }) => outcome !== "unknown");
        const counted = told(samples).filter(({ type }) => !ofReading.includes(type));
        expect(counted).toEqual(told(readable));
      }),
      { numRuns: 500 },
    );
  });

  test("nothing is told twice by judging in two goes", () => {
    fc.assert(
      fc.property(anySamples, fc.integer({ min: 0, max: 500 }), (samples, cut) => {
        const now = samples[Math.min(cut, samples.length - 1)]?.at ?? start;
        const before = judge(samples, rules, now);
        expect(told(samples).slice(0, before.length)).toEqual(before);
      }),
    );
  });
});

test("a thousand single blips are told of nowhere", () => {
  expect(told(minutely("gggggggggb".repeat(1000)))).toEqual([]);
});

test("two bad looks in a row, however often, are told of nowhere", () => {
  expect(told(minutely("gggbb".repeat(1000)))).toEqual([]);
});

test("an outage of three minutes is one opening and one end, wherever the looks fall", () => {
  for (let offset = 0; offset < 60; offset++) {
    const downFrom = addMilliseconds(minutes(30), offset * 1000);
    const down = { from: downFrom, to: addMilliseconds(downFrom, 3 * 60_000) };
    const changes = told(looksAt({ start, hours: 2, everyMs: 60_000, down: [down] }));
    expect(changes.map(({ type }) => type)).toEqual(["opened", "closed"]);
    expect(changes[0]!.since >= down.from && changes[0]!.since < down.to).toBe(true);
    expect(changes[1]!.since >= down.to).toBe(true);
  }
});

test("it opens at the third bad look in a row and says since when and by how many looks", () => {
  expect(told(minutely("ggbbb"))).toEqual([{ type: "opened", at: minutes(4), since: minutes(2), looks: 3 }]);
});

test("two good looks are not its end before they span five minutes", () => {
  expect(types(minutely("gbbbgggg"))).toEqual(["opened"]);
  expect(types(minutely("gbbbggggggg"))).toEqual(["opened", "closed"]);
  expect(types(minutely("gbbb.g.....g"))).toEqual(["opened", "closed"]);
});

test("bad looks with hours between them are no row", () => {
  expect(told([1, 200, 400].map((at) => sample(minutes(at), "b")))).toEqual([]);
});

test("four changes within the hour become one “unsteady”, and nothing more until it is steady", () => {
  const cycle = "bbbggggggg";
  const flapping = minutely(`g${cycle.repeat(12)}${"g".repeat(70)}`);
  expect(types(flapping)).toEqual(["opened", "closed", "reopened", "unsteady", "steady"]);
  expect(told(flapping).at(-1)).toMatchObject({ type: "steady", broken: false });
});

test("what broke again quietly, and stays broken, is told once the flap window is over", () => {
  const changes = told(minutely(`gbbbggggggg${"b".repeat(90)}`));
  expect(changes.map(({ type }) => type)).toEqual(["opened", "closed", "reopened", "again"]);
  expect(changes.at(-1)).toMatchObject({ since: minutes(11) });
});

describe("a target that cannot be read", () => {
  test("is told of after a quarter of an hour, once, where it was readable before", () => {
    expect(types(minutely(`g${"u".repeat(60)}g`))).toEqual(["unreadable", "readable"]);
    expect(types(minutely(`g${"u".repeat(14)}g`))).toEqual([]);
  });

  test("is not told of when it never was readable", () => {
    expect(types(minutely("u".repeat(600)))).toEqual([]);
  });

  test("does not end what was broken, nor does it count as bad", () => {
    expect(types(minutely("gbbuuuuub"))).toEqual(["opened"]);
    expect(types(minutely(`gbbb${"u".repeat(10)}`))).toEqual(["opened"]);
  });
});

/**
 * Entries posted and taken back, in minutes from the first, as long as github.com/bentleypark/aiwatch saw them on
 * vendors' pages: "minutes" (issue 633), seconds to minutes in bursts (929), 6 minutes (pull request 985).
 */
const recorded = [
  { from: 0, to: 4 },
  { from: 31, to: 32 },
  { from: 33, to: 36 },
  { from: 160, to: 166 },
  { from: 170, to: 171 },
  { from: 304, to: 309 },
];

test("a vendor's page that posts entries and takes them back within minutes is told of nowhere", () => {
  const down = recorded.map(({ from, to }) => ({ from: minutes(from), to: minutes(to) }));
  for (let offset = 0; offset < 300; offset += 7) {
    const first = addMilliseconds(start, -offset * 1000);
    const looks = looksAt({ start: first, hours: 8, everyMs: 300_000, news: true, down });
    expect(told(looks)).toEqual([]);
  }
});
