/** Plain data as YAML gives it. */
export type Data = { [key: string]: unknown };

/**
 * Lays one runbook's data over another's, by id. A list replaces the whole list; `null` takes an entry or a choice
 * out, and stays a plain value elsewhere ("otherwise: null").
 */
export function mergeRunbooks(base: Data, over: Data): Data {
  return merge(base, over, []);
}

function merge(base: Data, over: Data, path: readonly string[]): Data {
  const merged: Data = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const here = [...path, key];
    const below = base[key];
    if (value === null && isEntry(here)) delete merged[key];
    else merged[key] = isData(value) && isData(below) ? merge(below, value, here) : value;
  }
  return merged;
}

function isEntry(path: readonly string[]): boolean {
  return path.length === 2 || (path.length === 4 && path[2] === "choices");
}

function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
