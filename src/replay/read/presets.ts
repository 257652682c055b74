import { parseJson } from "./json.ts";
import type { Row, Rows } from "./row.ts";

/** Where a row's parts are in what people commonly have. `expand`: one value of the input holds several rows. */
type Preset = {
  about: string;
  body: string;
  status?: string;
  at?: string;
  expand?: (value: unknown) => unknown[];
};

/** What `--preset` knows. Shapes: AWS CLI `sqs receive-message`, `kcat -J`, n8n's public API (GET /executions). */
export const presets = {
  log: { about: "a log of your own: {at, status, body}", body: "$.body", status: "$.status", at: "$.at" },
  http: {
    about: "a log of requests: {time, request: {body}, response: {status}}",
    body: "$.request.body",
    status: "$.response.status",
    at: "$.time",
  },
  sqs: {
    about: "messages of an SQS queue, as the AWS CLI gives them",
    body: "$.Body",
    at: "$.Attributes.SentTimestamp",
    expand: (value) => listIn(value, "Messages"),
  },
  kafka: { about: "messages of a Kafka topic, as kcat -J gives them", body: "$.payload", at: "$.ts" },
  n8n: {
    about: "executions of n8n, as its API gives them with includeData=true",
    body: "$.body",
    status: "$.status",
    at: "$.at",
    expand: (value) => listIn(value, "data").flatMap(failedItems),
  },
} satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

/** The rows with those that hold several taken apart. All rows of one place keep that place. */
export async function* expanded(rows: Rows, preset: PresetName | undefined): Rows {
  const expand = preset === undefined ? undefined : (presets[preset] as Preset).expand;
  if (!expand) return yield* rows;
  for await (const batch of rows) yield batch.flatMap((row) => expandRow(row, expand));
}

function expandRow(row: Row, expand: NonNullable<Preset["expand"]>): Row[] {
  if (!("text" in row)) return [row];
  try {
    return expand(parseJson(row.text)).map((value) => ({ place: row.place, text: JSON.stringify(value) }));
  } catch {
    return [{ place: row.place, trouble: "not_json" }];
  }
}

/** What an answer with a list holds; anything else is one row. */
function listIn(value: unknown, field: string): unknown[] {
  const list = get(value, field);
  return Array.isArray(list) ? list : [value];
}

/**
 * The items on which an execution's last node failed. With one item the error's code is its answer. Of several
 * items some may have gone before the one that failed, and n8n does not say which: all are in doubt.
 */
function failedItems(execution: unknown): unknown[] {
  const result = get(get(execution, "data"), "resultData");
  const runs = get(get(result, "runData"), String(get(result, "lastNodeExecuted")));
  if (!Array.isArray(runs)) return [{ status: null }];
  return runs.flatMap((run) => {
    const error = get(run, "error") ?? null;
    const items = itemsInto(run, get(result, "runData"));
    const code = get(error, "httpCode") ?? get(error, "code") ?? null;
    const status = error === null ? "success" : items.length === 1 ? code : null;
    return items.map((item) => ({ at: get(run, "startTime"), status, body: get(item, "json") }));
  });
}

function itemsInto(run: unknown, runData: unknown): unknown[] {
  const source = first(get(run, "source"));
  const before = get(runData, String(get(source, "previousNode")));
  const output = Array.isArray(before) ? before[Number(get(source, "previousNodeRun") ?? 0)] : undefined;
  const items = get(get(get(output, "data"), "main"), Number(get(source, "previousNodeOutput") ?? 0));
  return Array.isArray(items) ? items : [];
}

function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function get(value: unknown, field: string | number): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string | number, unknown>)[field]
    : undefined;
}
