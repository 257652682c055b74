import { expect, test } from "vitest";
import { scenarios } from "../../../src/fake-clay/scenarios.ts";
import { answers, endpoints } from "../../../src/fake-clay/switches.ts";
import { answerWords, endpointWords } from "../../../src/playground/page/client/panels/clay-words.ts";

test("every part of Clay, every way it can answer and every state of affairs has plain words", () => {
  expect(Object.keys(endpointWords)).toEqual([...endpoints]);
  expect(Object.keys(answerWords)).toEqual([...answers]);
  for (const { description } of scenarios) expect(description).toMatch(/^[A-Z].{20,}\.$/);
});
