import { expect, test } from "vitest";
import { createLogger } from "../../../../src/log.ts";
import { plainContent } from "../../../../src/slack/blocks/mrkdwn.ts";
import { done, type Reply, tell } from "../../../../src/slack/requests/answer/reply.ts";
import { createRespond } from "../../../../src/slack/requests/answer/respond.ts";
import type { Web } from "../../../../src/slack/web/web.ts";

const place = { userId: "U_LEAD", channel: "C1" };

/** Answers privately and keeps what was told; `onTold` hears of each. */
function answering(patienceMs: number, onTold: () => void = () => {}) {
  const told: string[] = [];
  const interactive = (async (_method: string, { text }: { text: string }) => {
    told.push(text);
    onTold();
    return {};
  }) as unknown as Web["interactive"];
  const log = createLogger({ level: "silent" });
  return { told, respond: createRespond({ interactive }, log, patienceMs) };
}

const meanwhile = plainContent("Checking…");
const outcome = tell("Not yet");

test("what comes out soon is the only word", async () => {
  const { told, respond } = answering(60_000);
  await respond({ kind: "later", meanwhile, answer: Promise.resolve(outcome) }, place);
  await respond({ kind: "later", meanwhile, answer: Promise.resolve(done) }, place);
  expect(told).toEqual(["Not yet"]);
});

test("what takes long is told of first", async () => {
  const known = Promise.withResolvers<Reply>();
  const { told, respond } = answering(1, () => known.resolve(outcome));
  await respond({ kind: "later", meanwhile, answer: known.promise }, place);
  expect(told).toEqual(["Checking…", "Not yet"]);
});
