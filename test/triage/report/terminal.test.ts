import { expect, onTestFinished, test } from "vitest";
import { configSchema } from "../../../src/config/schema.ts";
import { type FakeClay, openFakeClay } from "../../../src/fake-clay/open-fake-clay.ts";
import { localWebhooks } from "../../../src/fake-clay/world.ts";
import { type TriageCommandOptions, triageCommand } from "../../../src/triage/report/terminal.ts";
import { createMovableClock } from "../../support/clock.ts";
import { builtInRunbook } from "../support/results.ts";

async function openClay(): Promise<FakeClay> {
  const fake = await openFakeClay();
  onTestFinished(fake.close);
  return fake;
}

async function triage(
  fake: FakeClay,
  options: Partial<TriageCommandOptions> = {},
): Promise<{ exitCode: number; written: string }> {
  let written = "";
  const exitCode = await triageCommand({
    config: configSchema.parse({ clay: fake.configuration, triage: { deadline_ms: 15_000 } }),
    runbook: builtInRunbook,
    stdout: { columns: 100, write: (text) => (written += text) },
    isTTY: false,
    json: false,
    clock: createMovableClock(),
    ...options,
  });
  return { exitCode, written };
}

/** A move of the cursor, or a new line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told to move.
const cursorMoves = /(\u001b\[\d*[A-Z]|\r|\n)/;

/** What a person sees in the end: lines as a terminal leaves them after the cursor's moves. */
function screenAfter(written: string): string[] {
  const lines: string[] = [""];
  let row = 0;
  for (const piece of written.split(cursorMoves)) {
    const [, count, move] = /^.\[(\d*)([A-Z])$/.exec(piece) ?? [];
    if (move === "A") row -= Number(count);
    else if (move === "B") row += Number(count);
    else if (move === "K") lines[row] = "";
    else if (move === "J") lines.length = row;
    else if (piece === "\n") row += 1;
    else if (piece !== "\r") lines[row] = piece === "" ? (lines[row] ?? "") : (lines[row] ?? "") + piece;
  }
  return lines;
}

test("a healthy Clay is exit code 0, in a table whose columns line up", async () => {
  const { exitCode, written } = await triage(await openClay());
  expect(exitCode).toBe(0);
  expect(written).toContain("Clay triage, 2026-11-23 09:00 UTC");
  expect(written).toContain("Nothing wrong was found.");
  const table = written.split("\n").filter((line) => /OUTCOME|127\.0\.0\.1:/.test(line));
  const targets = new Set(table.slice(1).map((line) => line.indexOf("127.0.0.1:", 40)));
  expect(targets).toEqual(new Set([table[0]!.indexOf("TARGET")]));
});

test("something wrong is exit code 1, with what it means and what to do", async () => {
  const fake = await openClay();
  await fake.control.play("credits zero");
  const { exitCode, written } = await triage(fake);
  expect(exitCode).toBe(1);
  expect(written).not.toContain("Answer:");
  expect(written).toContain("Suggested severity: P1.");
  expect(written).toContain(
    "✗ The account has no credits left. Columns that need credits have stopped. (P1)",
  );
  expect(written).toMatch(/^ {2}→ \S/m);
});

test("an error is quoted, with the id Clay's support asks for", async () => {
  const fake = await openClay();
  await fake.control.play("clay errors");
  const { written } = await triage(fake);
  expect(written).toContain('  Answer: {"message":"Service unavailable"}');
  expect(written.match(/→ Hold your senders/g)).toHaveLength(1);
  expect(written).toContain("  For Clay's support: request-id req_local_503");
});

test("when nothing could be reached, nothing is known: exit code 2", async () => {
  const fake = await openClay();
  await fake.close();
  const { exitCode, written } = await triage(fake);
  expect(exitCode).toBe(2);
  expect(written).toContain("our own network");
  expect(written).toContain("Inconclusive: exit code 2.");
});

test("--json writes one document and nothing else, without secrets", async () => {
  const fake = await openClay();
  await fake.control.play("key dead");
  const { exitCode, written } = await triage(fake, { json: true, isTTY: true });
  expect(exitCode).toBe(1);
  const { diagnosis, results } = JSON.parse(written);
  expect(diagnosis).toMatchObject({ outcome: "failing", side: "account" });
  expect(results).toHaveLength(9);
  expect(written).not.toContain("clay-local-key");
});

test("on a terminal lines fill in as probes end, and the report takes their place", async () => {
  const { written } = await triage(await openClay(), { isTTY: true });
  expect(written).toContain("… Clay status page");
  expect(written).toMatch(/✓ Clay status page +ok/);
  const screen = screenAfter(written);
  expect(screen[0]).toBe("Clay triage, 2026-11-23 09:00 UTC");
  expect(screen.join("\n")).not.toContain("checking");
});

test("on a narrow terminal no line of the progress wraps", async () => {
  let narrow = "";
  await triage(await openClay(), { isTTY: true, stdout: { columns: 30, write: (text) => (narrow += text) } });
  const progress = narrow.slice(0, narrow.indexOf("\u001b[J"));
  for (const line of progress.split(cursorMoves)) expect(line.length).toBeLessThan(30);
});

test("a webhook that waits for consent gets a row only when it was named", async () => {
  const fake = await openClay();
  const rows = () => fake.control.state().webhooks[localWebhooks.events]!.rows;
  const before = rows();
  const { written } = await triage(fake);
  expect(written).toContain("clay-incident triage --send-test-row events\n");
  expect(rows()).toBe(before);
  expect((await triage(fake, { sendTestRow: "events" })).exitCode).toBe(0);
  expect(rows()).toBe(before + 1);
});

test("a test row to an unknown webhook probes nothing, names those there are, and is exit code 2", async () => {
  const fake = await openClay();
  const { exitCode, written } = await triage(fake, { sendTestRow: "leds" });
  expect(exitCode).toBe(2);
  expect(written).toContain('"leads", "events"');
  expect(fake.control.state().seen).toEqual([]);
});
