import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

/** Looks through a whole SQLite file, which takes seconds for a large one, and says what is damaged. */
function examine(file: string): string | null {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
  try {
    const [row] = database.prepare("pragma quick_check(1)").all() as { quick_check: string }[];
    return row?.quick_check === "ok" ? null : (row?.quick_check ?? null);
  } catch (error) {
    const { errcode = 0, message } = error as Error & { errcode?: number };
    // Busy or away is no damage: the work itself tells of that.
    return [11, 26].includes(errcode & 0xff) ? message : null;
  } finally {
    database.close();
  }
}

parentPort?.postMessage(examine(workerData as string));
