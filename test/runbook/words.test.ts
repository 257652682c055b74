import { describe, expect, test } from "vitest";
import { findingWords } from "../../src/runbook/find/finding-words.ts";
import { recogniseError } from "../../src/runbook/find/recognise-error.ts";
import { splitWording } from "../../src/runbook/placeholders.ts";
import { codesThatMayHaveWords } from "../../src/triage/kinds/finding-codes.ts";
import { builtIn } from "./support/walking.ts";

describe("words for a finding", () => {
  test("say what it means, what to do, how bad it is, whose side and where to look", () => {
    expect(findingWords(builtIn, "webhook.limit_reached", { name: 'Webhook "leads"' })).toEqual({
      meaning:
        'Webhook "leads" refuses new rows: it has used its limit of submissions (403). Rows sent now are lost.',
      remedy: expect.stringContaining("Create a new webhook"),
      severity: "P1",
      side: "account",
      link: "https://university.clay.com/docs/webhook-integration-guide",
    });
  });

  test("of a cause all kinds share come from its common words", () => {
    expect(findingWords(builtIn, "credits.bad_json", { name: "Credits", status: 200 }).meaning).toBe(
      "Credits: the answer is not the data expected (200).",
    );
  });

  test("that are missing are said to be missing", () => {
    expect(findingWords(builtIn, "webhook.haunted", {})).toEqual({
      meaning: 'The runbook has no words for "webhook.haunted".',
      remedy: "",
      side: "unknown",
    });
  });

  test("write numbers and waits out", () => {
    expect(findingWords(builtIn, "credits.ok", { credits: 41_200, actions: null }).meaning).toBe(
      "41,200 credits and an unknown number of actions are left.",
    );
    const throttled = (seconds?: number) =>
      findingWords(builtIn, "webhook.rate_limited", seconds === undefined ? {} : { retry_after: seconds })
        .remedy;
    expect(throttled(1)).toMatch(/^Wait 1 second, /);
    expect(throttled(30)).toMatch(/^Wait 30 seconds, /);
    expect(throttled()).toMatch(/^Wait a few seconds, /);
  });

  test("never show a raw placeholder, whatever is known", () => {
    for (const code of codesThatMayHaveWords) {
      const { meaning, remedy } = findingWords(builtIn, code, {});
      expect(`${meaning} ${remedy}`).not.toMatch(/[{}]|undefined|null/);
    }
  });

  test("keep braces that came from outside, and fill them only once", () => {
    expect(findingWords(builtIn, "webhook.ok", { name: "{target} {constructor}" }).meaning).toContain(
      "{target} {constructor} takes new rows",
    );
  });
});

describe("wording", () => {
  test("says in plain words what is not known", () => {
    const { declared } = builtIn.wording.audiences.responders;
    const said = splitWording(declared).map((piece) => (typeof piece === "string" ? piece : piece.missing));
    expect(said.join("")).toBe(
      "the incident · severity not set declared: Clay incident. Impact: not known yet. Lead: nobody yet. " +
        "Next update not promised.",
    );
  });

  test("leaves braces it does not know as they are", () => {
    expect(splitWording("{lead} {constructor}")).toEqual([
      "",
      { name: "lead", missing: "nobody yet" },
      " ",
      "{constructor}",
      "",
    ]);
  });
});

describe("recognising what a cell says", () => {
  test.each([
    ["Missing authentication", "login"],
    ["Error: INVALID CREDENTIALS for account 7", "login"],
    ["Clay received a 429 error from the API", "throttled"],
    ["HTTP 429", "throttled"],
    ["Budget Credit Limit Reached", "budget"],
    ["ERROR_OUT_OF_CREDITS", "credits"],
    ["Request failed with status code 402", "credits"],
    ["Record limit reached for webhook", "webhook_limit"],
    ["Record limit reached", "row_limit"],
    ["Your source has exceeded your plan’s limit of 50000", "row_limit"],
    ["Some inputs missing", "inputs"],
    ["Run condition not met", "condition"],
    ["Settings contains deleted column", "settings"],
    ["Waiting for another\n  column to finish", "waiting"],
    ["ERROR_TIMEOUT", "timeout"],
    ["DUPLICATES_DETECTED: use one of these records?", "crm_duplicate"],
    ["Retried but failed: Failed to lock row", "crm_locked"],
    ["INVALID_OWNER_ID", "crm_field"],
    ["You exceeded your current quota, please check your plan", "credits"],
    ["Awaiting Callback", "callback_awaited"],
    ['{"isStale":true,"staleReason":"TABLE_AUTO_RUN_OFF"}', "out_of_date"],
    ["No email found", "no_result"],
    ["ERROR 429", "throttled"],
    ["Cell data size exceeds limit", "cell_size"],
    ["Your subscription does not allow this integration to be added", "plan"],
    ["No Person Found", "no_result"],
    ["503 Service Unavailable", "endpoint"],
  ])("%j is of the class %s", (message, errorClass) => {
    expect(recogniseError(builtIn, message)?.errorClass).toBe(errorClass);
  });

  test.each(["", "   ", "Please retry later", "order 14291 failed", "unknown thing", "an error", "a[b(c"])(
    "%j is not taken for something it is not",
    (message) => {
      expect(recogniseError(builtIn, message)).toBeUndefined();
    },
  );

  test.each<[errorClass: string, texts: string[]]>([
    ["no_result", ["SUCCESS_NO_DATA", "SUCCESS_BLOCKED_DATA"]],
    ["waiting", ["RETRY", "QUEUED", "RUNNING", "Waiting for another column to finish"]],
    ["callback_awaited", ["AWAITING_CALLBACK", "Awaiting Callback"]],
    [
      "throttled",
      ["RATE_LIMITED", "ERROR_NUMBER_OF_RETRIES_EXCEEDED", "Rate limit wait time exceeded", "quota exceeded"],
    ],
    ["condition", ["ERROR_RUN_CONDITION_NOT_MET", "Run condition not met"]],
    ["timeout", ["ERROR_TIMEOUT"]],
    [
      "inputs",
      [
        "ERROR_MISSING_INPUT",
        "ERROR_BLANK_TOKEN",
        "Some inputs missing",
        "Missing input",
        "Required inputs missing",
      ],
    ],
    ["cell_size", ["ERROR_ACTION_OUTPUT_DATA_SIZE_LIMIT_EXCEEDED", "Cell data size exceeds limit"]],
    ["credits", ["ERROR_OUT_OF_CREDITS", "Credit balance insufficient"]],
    [
      "login",
      [
        "ERROR_INVALID_CREDENTIALS",
        "Missing authentication",
        "Invalid credentials",
        "Token has expired",
        "API key is missing",
      ],
    ],
    [
      "settings",
      [
        "ERROR_BAD_REQUEST",
        "Settings contains deleted column",
        "Body parse error",
        "Response timeout must be less than 100000ms",
      ],
    ],
    ["budget", ["Budget Credit Limit Reached"]],
    ["row_limit", ["Record limit reached", "Your source has exceeded your plan's limit of [50000]"]],
    [
      "plan",
      [
        "Table cannot create new computable field due to table size limit",
        "Your subscription does not allow this integration to be added",
      ],
    ],
    ["crm_field", ["Object not found", "INVALID_OWNER_ID", "property values were not valid"]],
    ["crm_locked", ["UNABLE_TO_LOCK_ROW", "Retried but failed: Failed to lock row"]],
    ["other", ["UNKNOWN", "ERROR_ACTION_RUNTIME_ERROR"]],
  ])("Clay's codes and texts of the class %s are known", (errorClass, texts) => {
    const found = texts.map((text) => recogniseError(builtIn, text)?.errorClass);
    expect(found).toEqual(texts.map(() => errorClass));
  });

  test("only what may pass by itself is called retryable", () => {
    const retryable = Object.entries(builtIn.errors).filter(([, { retryable }]) => retryable);
    expect(retryable.map(([id]) => id)).toEqual([
      "throttled",
      "timeout",
      "crm_locked",
      "overloaded",
      "endpoint",
    ]);
  });

  test("every text of every class leads to that class", () => {
    for (const [errorClass, { matches, statuses, hints }] of Object.entries(builtIn.errors)) {
      const said = [...matches.map((text) => `x: ${text}.`), ...hints, ...statuses.map(String)];
      const wrong = said.filter((text) => recogniseError(builtIn, text)?.errorClass !== errorClass);
      expect(wrong, errorClass).toEqual([]);
    }
  });
});
