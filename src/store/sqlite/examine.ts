import { Worker } from "node:worker_threads";

/**
 * Looks through the whole SQLite file in a thread of its own, beside the work. Resolves with what is damaged, or null.
 * Rejects when it could not look.
 */
export function examineSqlite(file: string): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  const worker = new Worker(new URL("examine-worker.ts", import.meta.url), { workerData: file });
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", () =>
    reject(new Error("the thread that examines the database ended without an answer")),
  );
  worker.unref();
  return promise;
}
