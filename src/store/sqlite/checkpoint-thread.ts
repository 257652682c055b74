import { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";

// The thread of `openCheckpointThread`: it carries out what it is told on a connection of its own, until told to end.
const database = new DatabaseSync(workerData.file, { timeout: workerData.timeoutMs });
database.exec("pragma synchronous = normal");
parentPort!.on("message", (statements: string | null) => {
  if (statements === null) {
    database.close();
    parentPort!.close();
    return;
  }
  database.exec(statements);
  parentPort!.postMessage("done");
});
