import { Worker } from "node:worker_threads";
import { createOneAtATime } from "../../record/one-at-a-time.ts";
import type { Picture } from "./picture.ts";

const script = new URL("picture-worker.ts", import.meta.url);

/** A drawing takes more memory than all else the bot does. */
const inTurn = createOneAtATime();

/**
 * Draws a picture as PNG in a thread of its own, so that nobody's request waits behind it. The thread ends with the
 * drawing and gives its memory back. Rejects with what went wrong there.
 */
export function drawAside(picture: Picture): Promise<Uint8Array> {
  return inTurn("", () => drawInThread(picture));
}

function drawInThread(picture: Picture): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const worker = new Worker(script, { workerData: picture });
  worker.once("message", resolve);
  worker.once("error", reject);
  worker.once("exit", (code) =>
    reject(new Error(`The thread that draws ended with ${code}, without a picture`)),
  );
  return promise;
}
