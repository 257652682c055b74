import type { Measured } from "./measure.ts";

/** Groups of files that import each other in a circle, by Tarjan's algorithm; each file is in one at most. */
export function circles(files: readonly Measured[], { withTypes }: { withTypes: boolean }): string[][] {
  const next = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.filter(({ typeOnly }) => withTypes || !typeOnly).map(({ target }) => target),
    ]),
  );
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];

  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path)!);
    open.push(path);
    for (const target of next.get(path) ?? []) {
      if (!next.has(target)) continue;
      if (!order.has(target)) visit(target);
      if (open.includes(target)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(target)!));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const group = open.splice(open.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const path of next.keys()) if (!order.has(path)) visit(path);
  return found;
}
