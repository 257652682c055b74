import { describe, expect, test } from "vitest";
import { recogniseError, recogniseErrors } from "../../../src/runbook/find/recognise-error.ts";
import { builtIn } from "../support/walking.ts";
import { errorTexts } from "./error-texts.ts";

const all = errorTexts.flatMap(({ says, texts }) =>
  texts.map(([text, shape, errorClass]) => ({ says, text, shape, errorClass })),
);
const classOf = (text: string) => recogniseError(builtIn, text)?.errorClass;

describe("real error texts", () => {
  test.each(all)("$says says $text: $errorClass", ({ text, errorClass }) => {
    expect(classOf(text)).toBe(errorClass);
  });

  test("are many, of every kind, and none is there twice", () => {
    expect(all.length).toBeGreaterThanOrEqual(150);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    expect(new Set(all.map(({ shape }) => shape)).size).toBe(4);
    for (const { source, date } of errorTexts) {
      expect(source).not.toBe("");
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe("a number", () => {
  test.each([
    ["429", "throttled"],
    [" 429. ", "throttled"],
    ["429: slow down, friend", "throttled"],
    ["503 - try later", "endpoint"],
    ["first line\n404: nobody there", "not_found"],
    ["HTTP/1.1 415", "content_type"],
    ["HTTP 405 from the server", "wrong_method"],
    ['{"statusCode":422,"ok":false}', "bad_request"],
    ["status=403", "permission"],
    ["failed with code 413", "request_too_large"],
    ["Error: 401", "login"],
    ["ERROR 500 when calling the hook", "endpoint"],
    ["the hook said no (403)", "permission"],
    ["it was a 402 error", "credits"],
    ["<title>502 Bad Gateway</title>", "endpoint"],
    ["got 404 Not Found for url", "not_found"],
  ])("said as a status is one: %j is %s", (text, errorClass) => {
    expect(classOf(text)).toBe(errorClass);
  });

  test.each([
    "at most 500 characters",
    "searched 429 companies",
    "402 tokens too many",
    "You requested 429 tokens but the limit is 100",
    "Error: 500 rows could not be read",
    "status code 402 tokens",
    "HTTP: 500 companies",
    "area code 415 is not supported",
    "zip code 404",
    "(415) 555-0100",
    "exceeds the limit (500)",
    "[500] employees",
    "500,000 rows",
    "500, 600 and 700 rows",
    "$402 charged",
    "400% more",
    "https://example.com:443/v1/404/x",
    "took 502 ms",
    "404 Main St",
    "errors: 429",
  ])("of something else is no status: %j", (text) => {
    expect(classOf(text)).toBeUndefined();
  });
});

describe("what a message says", () => {
  test.each([
    "rate limit exceeded",
    "RATE_LIMIT_EXCEEDED",
    "rateLimitExceeded",
    "rate-limit exceeded",
    "USAGE.RATE_LIMIT.X",
  ])("is read in any spelling: %s", (text) => {
    expect(classOf(text)).toBe("throttled");
  });

  test.each([
    ["please retry later, it is running", undefined],
    ["invalid type: expected string", undefined],
    ["INVALID_TYPE", "crm_field"],
  ])("a code is read as it is written: %j", (text, errorClass) => {
    expect(classOf(text)).toBe(errorClass);
  });

  test.each([
    ["429: You exceeded your current quota", "credits"],
    ["400 Your credit balance is too low", "credits"],
    ["500 Record limit reached for webhook", "webhook_limit"],
    ['{"status":404,"message":"No person found"}', "no_result"],
  ])("counts more than its status: %j", (text, errorClass) => {
    expect(classOf(text)).toBe(errorClass);
  });

  test.each([
    ["Forbidden", "permission"],
    ['{"message":"Forbidden"}', "permission"],
    ["Forbidden fruit", undefined],
    ["API key not found", "login"],
    ["channel not found", undefined],
  ])("a word that many messages share counts alone: %j", (text, errorClass) => {
    expect(classOf(text)).toBe(errorClass);
  });

  test("does not run on from one sentence, or one value, into the next", () => {
    expect(classOf("We sent no email. Found 3 rows.")).toBeUndefined();
    expect(classOf('{"a":"no email","b":"found"}')).toBeUndefined();
  });

  test("is undecided where it fits two classes of which none comes first", () => {
    const text = "UNABLE_TO_LOCK_ROW: DUPLICATES_DETECTED";
    expect(recogniseErrors(builtIn, text).map(({ errorClass }) => errorClass)).toEqual([
      "crm_duplicate",
      "crm_locked",
    ]);
    expect(classOf(text)).toBeUndefined();
  });

  test("is of the class that the runbook says comes first", () => {
    const errors = structuredClone(builtIn.errors);
    errors.crm_locked!.before = ["crm_duplicate"];
    const text = "UNABLE_TO_LOCK_ROW: DUPLICATES_DETECTED";
    expect(recogniseError({ errors }, text)).toEqual({ errorClass: "crm_locked", by: "UNABLE_TO_LOCK_ROW" });
    errors.credits!.before = [];
    expect(recogniseErrors({ errors }, "rate limit: insufficient quota")).toHaveLength(2);
  });
});
