import { parentPort, workerData } from "node:worker_threads";
import { pictureSvg } from "./draw-picture.ts";
import { picturePng } from "./picture-png.ts";

// The thread of `drawAside`: it is given one picture, and ends.
parentPort!.postMessage(await picturePng(await pictureSvg(workerData)));
