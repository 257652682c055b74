import { execFile } from "node:child_process";
import { harmlessEnvironment } from "../config/environment.ts";

/**
 * Runs a program, without a shell and without this process's variables but PATH and HOME, and reads its standard
 * output as JSON. Rejects when it cannot be started, fails, says no JSON, or takes longer: then it is killed.
 */
export function runForJson(argv: readonly string[], { timeoutMs }: { timeoutMs: number }): Promise<unknown> {
  const [program = "", ...rest] = argv;
  return new Promise((resolve, reject) => {
    const options = {
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: 1024 * 1024,
      env: harmlessEnvironment(),
    } as const;
    execFile(program, rest, options, (error, stdout) => {
      if (error)
        return reject(error.killed ? new Error(`${program} took longer than ${timeoutMs / 1000} s`) : error);
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(new Error(`${program} wrote no JSON`));
      }
    });
  });
}
