/** The rows webhooks brought into their tables, as they were posted. A fake of one machine can keep them all. */
export type Tables = {
  add(webhookId: string, body: string): void;
  rows(webhookId: string): readonly string[];
  reset(): void;
};

/** Tables with no rows in them. */
export function createTables(): Tables {
  const tables = new Map<string, string[]>();
  return {
    add: (id, body) =>
      void tables
        .set(id, tables.get(id) ?? [])
        .get(id)!
        .push(body),
    rows: (id) => tables.get(id) ?? [],
    reset: () => tables.clear(),
  };
}

/** A table as Clay exports it: CSV with a line of column names; what is no object has no cells. */
export function tableCsv(rows: readonly string[]): string {
  const objects = rows.map(toObject);
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const lines = [columns, ...objects.map((object) => columns.map((column) => cellText(object[column])))];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

function toObject(body: string): Record<string, unknown> {
  const value: unknown = JSON.parse(body);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
