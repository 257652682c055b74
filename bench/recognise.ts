import { recogniseErrors } from "../src/runbook/find/recognise-error.ts";
import { loadRunbook } from "../src/runbook/load.ts";
import { errorTexts } from "../test/runbook/find/error-texts.ts";
import type { Figure } from "./support/measure.ts";
import { median, quantile } from "./support/statistics.ts";

const mostMs = 0.2;
const times = 20;

/** How long one pasted text takes to be recognised among all classes: each real text of the tests, many times. */
export async function benchRecognise(): Promise<Figure[]> {
  const read = loadRunbook();
  if ("problems" in read) throw new Error("The built-in runbook is not fit for use");
  const { runbook } = read;
  const texts = errorTexts.flatMap((source) => source.texts.map(([text]) => text));
  const took: number[] = [];
  for (let round = 0; round < times; round++) {
    for (const text of texts) {
      const begun = performance.now();
      recogniseErrors(runbook, text);
      took.push(performance.now() - begun);
    }
  }
  const classes = Object.keys(runbook.errors).length;
  return [
    {
      name: `recognising one of ${texts.length} error texts among ${classes} classes`,
      figure: `${median(took).toFixed(3)} ms median, ${quantile(took, 0.99).toFixed(3)} ms p99`,
      target: `≤ ${mostMs} ms median`,
      pass: median(took) <= mostMs,
    },
  ];
}
