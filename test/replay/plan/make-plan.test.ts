import { statSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openPlan } from "../../../src/replay/plan/plan.ts";
import { rowsRead, type Verdict, verdicts } from "../../../src/replay/plan/verdict.ts";
import { planOf } from "../support/rows.ts";

const lines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const log = { body: ["b"], status: ["s"] };

/** The verdict on each row of a plan, in order. */
function verdictsOf(plan: string): Verdict[] {
  const { database, close } = openPlan(plan);
  const found = database.prepare("SELECT verdict FROM row ORDER BY n").all();
  close();
  return found.map(({ verdict }) => verdicts[verdict as number]!);
}

async function verdictsFor(
  values: readonly unknown[],
  more: Parameters<typeof planOf>[2] = {},
): Promise<Verdict[]> {
  return verdictsOf((await planOf("rows.ndjson", lines(values), more)).plan);
}

test("of rows with the same key the last one is sent", async () => {
  const rows = [{ email: "a", n: 1 }, { email: "b" }, { email: "a ", n: 2 }];
  expect(await verdictsFor(rows)).toEqual(["duplicate", "send", "send"]);
});

test("a key that was answered 2xx once is sent no more, before or after", async () => {
  const rows = [
    { b: { email: "a" }, s: 429 },
    { b: { email: "a" }, s: 200 },
    { b: { email: "a" }, s: 503 },
    { b: { email: "c" }, s: 503 },
  ];
  expect(await verdictsFor(rows, { rules: log })).toEqual([
    "accepted_elsewhere",
    "accepted",
    "accepted_elsewhere",
    "send",
  ]);
});

test("a key of which one attempt got no answer is in doubt, whatever the others got", async () => {
  const rows = [
    { b: { email: "a" }, s: "ETIMEDOUT" },
    { b: { email: "a" }, s: 429 },
    { b: { email: "c" }, s: 429 },
  ];
  expect(await verdictsFor(rows, { rules: log })).toEqual(["duplicate", "in_doubt", "send"]);
  expect(await verdictsFor(rows, { rules: log, sendsInDoubt: true })).toEqual(["duplicate", "send", "send"]);
});

test("keys of an export of the table are left out", async () => {
  async function* keys() {
    yield "b";
  }
  expect(await verdictsFor([{ email: "a" }, { email: "b" }], { excluded: [{ keys: keys() }] })).toEqual([
    "send",
    "in_table",
  ]);
});

test("the plan is readable to its owner alone, and is refused when it was changed", async () => {
  const { plan } = await planOf("rows.ndjson", lines([{ email: "a" }, { email: "a" }]));
  expect(statSync(plan).mode & 0o777).toBe(0o600);
  const { database, close } = openPlan(plan);
  database.exec("UPDATE row SET verdict = 0");
  close();
  expect(() => openPlan(plan)).toThrow("is not as it was made");
});

test("a file that is there is never replaced by a plan, and nothing is left beside it", async () => {
  const { plan } = await planOf("rows.ndjson", lines([{ email: "a" }]));
  await expect(planOf("rows.ndjson", lines([{ email: "b" }]), { out: plan })).rejects.toThrow(
    "is there already",
  );
  expect(verdictsOf(plan)).toEqual(["send"]);
  writeFileSync(`${plan}.txt`, "no plan");
  expect(() => openPlan(`${plan}.txt`)).toThrow("is not a plan");
  expect(() => openPlan(`${plan}.none`)).toThrow("There is no plan");
});

/** Any line of a log: keys that come again, answers of all kinds, and what is no row at all. */
const anyLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        b: fc.record({ email: fc.constantFrom("a", "b", "c", "d", "") }),
        s: fc.constantFrom(200, 429, null, "x"),
      })
      .map((value) => JSON.stringify(value)),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

test("any input: what is sent, in doubt and left out is what was read, each row once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyLine, { minLength: 1, maxLength: 30 }),
      fc.boolean(),
      async (found, ends) => {
        const content = found.join("\n") + (ends ? "\n" : "");
        fc.pre(content !== "");
        const { header, plan } = await planOf("rows.ndjson", content, { rules: log });
        const settled = verdictsOf(plan);
        const written = content
          .split("\n")
          .filter((line) => line.replace(/^\uFEFF/, "").trim() !== "").length;
        expect(settled).toHaveLength(written);
        expect(rowsRead(header.counts)).toBe(written);
        for (const verdict of verdicts)
          expect(settled.filter((one) => one === verdict)).toHaveLength(header.counts[verdict]);
        expect(keysSent(plan)).toEqual(keysToSend(found, header.counts.torn > 0));
      },
    ),
    { numRuns: 60 },
  );
});

/** The places of the rows a plan sends. */
function keysSent(plan: string): number {
  return verdictsOf(plan).filter((verdict) => verdict === "send").length;
}

/** How many keys a person would send by the rule: refused at least once, never accepted, no attempt in doubt. */
function keysToSend(found: readonly string[], lastIsTorn: boolean): number {
  const outcomes = new Map<string, Set<string>>();
  const text = found
    .join("\n")
    .replace(/^\uFEFF/, "")
    .split("\n");
  for (const line of lastIsTorn ? text.slice(0, -1) : text) {
    const value = parsed(line);
    const email = value?.b?.email;
    if (typeof email !== "string" || email === "") continue;
    outcomes.set(email, (outcomes.get(email) ?? new Set()).add(String(value.s)));
  }
  return [...outcomes.values()].filter(
    (all) => all.has("429") && !all.has("200") && !all.has("null") && !all.has("x"),
  ).length;
}

// biome-ignore lint/suspicious/noExplicitAny: anything may stand in a line.
function parsed(line: string): any {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
