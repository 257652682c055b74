/** The candidate a person most likely meant, or undefined when none is close. Ignores case. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const allowed = Math.max(1, Math.floor(word.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= allowed || isBeginning(word, candidate.toLowerCase()))
    .sort((a, b) => a.distance - b.distance || lengthGap(a.candidate, word) - lengthGap(b.candidate, word))[0]
    ?.candidate;
}

/** Letters swapped are more usual than letters left out. */
function lengthGap(candidate: string, word: string): number {
  return Math.abs(candidate.length - word.length);
}

function isBeginning(word: string, candidate: string): boolean {
  return word.length >= 2 && candidate.startsWith(word);
}

/** Letters to add, drop, change or swap with a neighbour to make `a` into `b`. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + (same ? 0 : 1),
        swapped ? beforeLast[j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
