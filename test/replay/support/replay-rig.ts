import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { runCommandLine } from "../../../src/cli/program.ts";
import { type FakeClay, openFakeClay } from "../../../src/fake-clay/open-fake-clay.ts";
import { localWebhooks } from "../../../src/fake-clay/world.ts";
import type { Ran } from "../../support/command-line.ts";

/** A working directory beside a fake Clay, in which the command is typed. */
export type ReplayRig = {
  cwd: string;
  clay: FakeClay;
  write(name: string, content: string | Buffer): string;
  run(...args: string[]): Promise<Ran>;
  /** The rows in the table of the webhook "leads", as they were posted. */
  table(): readonly string[];
};

/** Opens one, for a test. */
export async function openReplayRig(): Promise<ReplayRig> {
  const clay = await openFakeClay();
  const cwd = mkdtempSync(join(tmpdir(), "clay-incident-replay-test-"));
  onTestFinished(async () => {
    await clay.close();
    rmSync(cwd, { recursive: true });
  });
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(cwd, name), content);
    return join(cwd, name);
  };
  write("clay-incident.yml", JSON.stringify({ clay: clay.configuration }));
  return {
    cwd,
    clay,
    write,
    run: (...args) => runHere(cwd, ["replay", ...args]),
    table: () => clay.control.rows(localWebhooks.leads),
  };
}

/** Rows of leads as NDJSON, one a line: p1@leads.example and so on. */
export function leads(count: number, from = 1): string {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({ email: emailOf(from + i), n: from + i }),
  );
  return `${lines.join("\n")}\n`;
}

/** The address of a lead. */
export function emailOf(n: number): string {
  return `p${n}@leads.example`;
}

/** Runs a command line in this process, which spares a start. What it writes is returned. */
async function runHere(cwd: string, args: string[]): Promise<Ran> {
  const before = process.cwd();
  const ran: Ran = { exitCode: null, stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      ran[name] += text;
      return true;
    }),
  );
  process.chdir(cwd);
  try {
    ran.exitCode = await runCommandLine(args);
  } finally {
    process.chdir(before);
    for (const spy of spies) spy.mockRestore();
  }
  return ran;
}
