import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { circles } from "../../scripts/figures/circles.ts";
import { measure } from "../../scripts/figures/measure.ts";

function folderOf(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "figures-test-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test("a file's functions, casts and assertions are counted", () => {
  const text = `export const one = ["a"] as const;
export function two(given?: unknown): string {
  const inner = () => {
    return given!;
  };
  return inner() as string;
}
`;
  const counted = measure(folderOf({ "a.ts": text }), "a.ts");
  expect(counted).toMatchObject({ lines: 7, casts: 1, assertions: 1, exports: ["one", "two"] });
  expect(counted.functions).toEqual([
    { name: "two", lines: 6 },
    { name: "inner", lines: 3 },
  ]);
});

test("circles are found through types as well, and told apart from those of values", () => {
  const root = folderOf({
    "x/a.ts": `import type { B } from "../y/b.ts";\nexport type A = B;\n`,
    "y/b.ts": `import { c } from "./c.ts";\nexport type B = typeof c;\n`,
    "y/c.ts": `import { type A } from "../x/a.ts";\nexport const c: A | 1 = 1;\n`,
    "d.ts": `import { e } from "./e.ts";\nexport const d = e;\n`,
    "e.ts": `export const e = 1;\n`,
  });
  const files = ["x/a.ts", "y/b.ts", "y/c.ts", "d.ts", "e.ts"].map((path) => measure(root, path));
  expect(circles(files, { withTypes: false })).toEqual([]);
  expect(circles(files, { withTypes: true }).map((circle) => circle.toSorted())).toEqual([
    ["x/a.ts", "y/b.ts", "y/c.ts"],
  ]);
});
