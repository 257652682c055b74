import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runbookCheck, runbookGraph } from "../../src/cli/runbook.ts";
import { codesThatMayHaveWords, codesThatNeedWords } from "../../src/triage/kinds/finding-codes.ts";
import { builtIn } from "../runbook/support/walking.ts";

const codes = { required: codesThatNeedWords, allowed: codesThatMayHaveWords };
let broken: string;
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "runbook-"));
  broken = join(directory, "broken.yml");
  writeFileSync(broken, "extends: default\nresolutions:\n  clay_outage:\n    steps: []\n");
});
afterAll(() => rmSync(directory, { recursive: true }));

function run(command: (write: (text: string) => void) => number): { exitCode: number; output: string } {
  let output = "";
  const exitCode = command((text) => {
    output += text;
  });
  return { exitCode, output };
}

describe("runbook check", () => {
  test("says what a valid runbook holds", () => {
    const { exitCode, output } = run((write) => runbookCheck(undefined, codes, write));
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^✓ The built-in runbook is valid: 9 entries, \d+ questions, .* \d+ cell errors, .*Version [\w-]{22}\.\n$/,
    );
  });

  test("names file, line and column of a problem", () => {
    const { exitCode, output } = run((write) => runbookCheck(broken, codes, write));
    expect(exitCode).toBe(1);
    expect(output).toContain("broken.yml:4:12  resolutions.clay_outage.steps");
    expect(output).toContain('Resolution "clay_outage" has no steps.');
  });
});

test("a file that cannot be read is named, and is exit code 2", () => {
  const missing = join(directory, "missing.yml");
  for (const command of [
    (write: (text: string) => void) => runbookCheck(missing, codes, write),
    (write: (text: string) => void) => runbookGraph(missing, write),
  ]) {
    const { exitCode, output } = run(command);
    expect(exitCode).toBe(2);
    expect(output).toContain(`${missing} cannot be read: there is no such file.`);
  }
});

describe("runbook graph", () => {
  test("draws every question, answer and resolution once", () => {
    const { exitCode, output } = run((write) => runbookGraph(undefined, write));
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^flowchart TD\n/);
    for (const id of Object.keys(builtIn.questions)) {
      expect(output.split(`\n  question_${id}{{`)).toHaveLength(2);
    }
    for (const [id, { severity }] of Object.entries(builtIn.resolutions)) {
      expect(output.split(`\n  resolution_${id}["${severity} · `)).toHaveLength(2);
    }
    expect(output).toContain('\n  question_red_cells -->|"Yes"| question_read_error\n');
    expect(output).toContain("\n  resolution_auto_run_off -.-> question_credits_left\n");
  });

  test("writes quotes in labels as Mermaid wants them", () => {
    const { output } = run((write) => runbookGraph(undefined, write));
    expect(output).toContain('|"Cells with #quot;Awaiting Callback#quot;"|');
  });

  test("of a broken runbook gives its problems", () => {
    expect(run((write) => runbookGraph(broken, write))).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining("broken.yml:4:12"),
    });
  });
});
