import { keyText } from "../plan/judge.ts";
import { openRows, tellReading } from "../read/input.ts";
import { type Pointer, valueAt } from "../read/pointer.ts";
import { UnreadableInput } from "../read/row.ts";

/**
 * The keys in an export of the table: of a CSV from the columns that are named like the key, or as `columns` says.
 * Rows without a key are passed over. Rejects with UnreadableInput when no column fits.
 */
export async function* exportKeys(
  path: string,
  key: readonly Pointer[],
  columns: readonly string[] = [],
): AsyncGenerator<string> {
  const reading = tellReading(path, {});
  let found: readonly Pointer[] | undefined;
  for await (const batch of openRows(path, reading).rows) {
    for (const row of batch) {
      if ("trouble" in row)
        throw new UnreadableInput(
          `${path} cannot be read from place ${row.place} on. Export the table again.`,
        );
      const value = parsed(row.text, path);
      found ??= columnsFor(value, key, columns, path);
      const parts = found.map((pointer) => keyText(valueAt(value, pointer)));
      if (parts.every((part) => part !== undefined)) yield parts.join("\0");
    }
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableInput(
      `${path} holds a line that is not JSON. Expected an export of the table, as CSV.`,
    );
  }
}

function columnsFor(
  value: unknown,
  key: readonly Pointer[],
  columns: readonly string[],
  path: string,
): Pointer[] {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return key.map((pointer, i) => {
    const asked = columns[i] ?? String(pointer.at(-1) ?? "");
    const name = names.find((one) => one === asked) ?? names.find((one) => alike(one) === alike(asked));
    if (name !== undefined) return [name];
    if (columns[i] === undefined && valueAt(value, pointer) !== undefined) return pointer;
    throw new UnreadableInput(
      `${path} has no column like "${asked}" among its ${names.length}. Name the one with the key: --column NAME.`,
    );
  });
}

/** "Work Email" and "work_email" are alike. */
function alike(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
