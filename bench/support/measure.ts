import { median } from "./statistics.ts";

/** One measured figure beside what it should be. */
export type Figure = { name: string; figure: string; target: string; pass: boolean };

const highestRatio = 1.5;

/** Median times of the same work on both sides, taken in turns so that other load on the machine hits both. */
export async function compare<T>(
  name: string,
  sides: { small: T; large: T },
  work: (side: T) => Promise<unknown>,
  rounds = 2_000,
): Promise<Figure> {
  const times: { small: number[]; large: number[] } = { small: [], large: [] };
  for (let round = 0; round < rounds; round++) {
    times.small.push(await timed(() => work(sides.small)));
    times.large.push(await timed(() => work(sides.large)));
  }
  const ratio = median(times.large) / median(times.small);
  return {
    name,
    figure: `${ratio.toFixed(2)} × (${median(times.large).toFixed(3)} ms)`,
    target: `≤ ${highestRatio} ×`,
    pass: ratio <= highestRatio,
  };
}

/** Milliseconds the work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
