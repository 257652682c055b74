import { expect, test } from "vitest";
import { judge } from "../../../src/replay/plan/judge.ts";
import { parsePointer } from "../../../src/replay/read/pointer.ts";
import { type PresetName, presets } from "../../../src/replay/read/presets.ts";
import { rowsIn } from "../support/rows.ts";

/** What becomes of each row of an input read by a preset, and what would be sent. */
async function verdicts(preset: PresetName, content: string) {
  const { body, status } = presets[preset] as { body: string; status?: string };
  const rules = {
    body: parsePointer(body)!,
    key: [["email"]],
    status: status ? parsePointer(status) : undefined,
  };
  const rows = await rowsIn("export.json", content, { preset });
  return rows.map((row) => judge(row, rules)).map(({ verdict, body: sent }) => [verdict, sent]);
}

test("messages of an SQS queue are taken out of the AWS CLI's answer", async () => {
  const answer = {
    Messages: [
      { MessageId: "1", Body: '{"email":"a"}' },
      { MessageId: "2", Body: '{"email":"b"}' },
    ],
  };
  expect(await verdicts("sqs", JSON.stringify(answer, null, 4))).toEqual([
    ["send", '{"email":"a"}'],
    ["send", '{"email":"b"}'],
  ]);
});

test("messages of a Kafka topic are taken out of kcat's envelope", async () => {
  const line = JSON.stringify({ topic: "clay.dlq", offset: 1, ts: 1795770000000, payload: '{"email":"a"}' });
  expect(await verdicts("kafka", `${line}\n`)).toEqual([["send", '{"email":"a"}']]);
});

test("of n8n's failed executions the items into the node that failed are taken; of several none is sure", async () => {
  const execution = (items: string[], error: object | undefined) => ({
    data: {
      resultData: {
        lastNodeExecuted: "Clay",
        runData: {
          Start: [{ data: { main: [items.map((email) => ({ json: { email } }))] } }],
          Clay: [{ startTime: 1795770000000, source: [{ previousNode: "Start" }], ...(error && { error }) }],
        },
      },
    },
  });
  const page = {
    data: [
      execution(["a"], { httpCode: "429" }),
      execution(["b", "c"], { httpCode: "500" }),
      execution(["d"], undefined),
      execution(["e"], { code: "ETIMEDOUT" }),
    ],
  };
  expect((await verdicts("n8n", JSON.stringify(page))).map(([verdict]) => verdict)).toEqual([
    "send",
    "in_doubt",
    "in_doubt",
    "accepted",
    "in_doubt",
  ]);
});
