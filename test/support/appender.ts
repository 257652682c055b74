import type { Summary } from "../../src/incident/summary.ts";
import { openStore, type StorePlace } from "../../src/store/open-store.ts";
import { responder } from "./changes.ts";
import { createCounter } from "./counter.ts";
import { createTestEngine } from "./engine.ts";

// A process that opens the store and carries out commands on INC-1 one after another, until it is killed or has done
// as many as asked for. Writes a line for each that was acknowledged, so that the test knows what must not be lost.
const [place, name, most] = process.argv.slice(2) as [string, string, string];
const engine = createTestEngine(await openStore<Summary>(JSON.parse(place) as StorePlace));
for (let i = 1; i <= Number(most); i++) {
  const done = `${name} ${i}`;
  await engine.handle(
    createCounter(),
    "INC-1",
    { type: "add", name: done },
    { by: responder, receipt: done },
  );
  process.stdout.write(`${done}\n`);
}
await engine.store.close();
