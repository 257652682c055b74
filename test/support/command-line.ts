import { spawn } from "node:child_process";
import { resolve } from "node:path";

export const project = resolve(import.meta.dirname, "../..");

export type Ran = { exitCode: number | null; stdout: string; stderr: string };
export type RunOptions = { cwd?: string; env?: Record<string, string> };

/** Runs a program with nothing of this process's environment but the search path, and waits for its end. */
export async function runProgram(
  command: string,
  args: string[],
  { cwd = project, env = {} }: RunOptions,
): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { PATH: process.env.PATH ?? "", ...env } });
  const ran: Ran = { exitCode: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    ran.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    ran.stderr += chunk;
  });
  ran.exitCode = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", done);
  });
  return ran;
}

/** Runs `clay-incident` as its users do, by type stripping: vitest would hide what that refuses. */
export function runClayIncident(args: string[], options: RunOptions = {}): Promise<Ran> {
  return runProgram(process.execPath, [resolve(project, "src/cli/program.ts"), ...args], options);
}
