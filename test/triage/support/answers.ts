import type { Answer, Exchange, NoAnswer } from "../../../src/triage/probes/answer.ts";

type AnswerParts = Partial<Omit<Answer, "body">> & { body?: unknown };

/** An answer of a server; a body that is no string is written as JSON. */
export function answered(status: number, { body = "", ...parts }: AnswerParts = {}): Exchange {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { answer: { status, headers: {}, body: text, timings: { totalMs: 100 }, ...parts } };
}

/** The end of a request that no server answered. */
export function unanswered(cause: NoAnswer["cause"]): Exchange {
  return { noAnswer: { cause, detail: "a code", timings: { totalMs: 100 } } };
}

/** What a bot filter in front of a site answers to programs. */
export const challenge = answered(403, {
  headers: { "content-type": "text/html" },
  body: "<!DOCTYPE html><title>Just a moment...</title>",
});

/** A web page where data was due. */
export const webPage = answered(200, {
  headers: { "content-type": "text/html" },
  body: "<!doctype html><title>Sign in</title>",
});
