import { describe, expect, test } from "vitest";
import { judge, type Rules } from "../../../src/replay/plan/judge.ts";
import { parseMoment } from "../../../src/replay/plan/moment.ts";
import { outcomeOf } from "../../../src/replay/plan/outcome.ts";
import { parsePointer, seenFrom, valueAt } from "../../../src/replay/read/pointer.ts";

const rules: Rules = { body: [], key: [["email"]] };
const log: Rules = { body: ["request", "body"], key: [["email"]], status: ["status"], at: ["at"] };
const judged = (value: unknown, with_: Rules = rules) =>
  judge({ place: 1, text: JSON.stringify(value) }, with_);

describe("a pointer", () => {
  test.each([
    ["$", []],
    ["$.a.b", ["a", "b"]],
    ['$["Work Email"]', ["Work Email"]],
    ["$['a.b'][0].c", ["a.b", 0, "c"]],
    ["Work Email", ["Work Email"]],
  ])("%s is read", (text, pointer) => expect(parsePointer(text)).toEqual(pointer));

  test.each(["", "$a", "$.", "$..a", "$.a[", "$[x]"])("%j is none", (text) => {
    expect(parsePointer(text)).toBeUndefined();
  });

  test("leads through JSON that is held in a string, and to own fields alone", () => {
    expect(valueAt({ Body: '{"Message":"{\\"a\\":7}"}' }, ["Body", "Message", "a"])).toBe(7);
    expect(valueAt({}, ["constructor", "name"])).toBeUndefined();
    expect(valueAt({ a: "text" }, ["a", "length"])).toBeUndefined();
  });

  test("to the key may be named from the top of a log or within the body", () => {
    expect(seenFrom(["request", "body", "email"], ["request", "body"])).toEqual(["email"]);
    expect(seenFrom(["email"], ["request", "body"])).toEqual(["email"]);
  });
});

describe("what a sender noted as the answer", () => {
  test.each([200, 202, "201", "204 No Content", "HTTP/1.1 200 OK", "success", true])(
    "%j is accepted",
    (status) => {
      expect(outcomeOf(status)).toBe("accepted");
    },
  );
  test.each([
    400,
    "429",
    "503 Service Unavailable",
    "Request failed with status code 429",
    302,
    "ECONNREFUSED",
  ])("%j is refused", (status) => expect(outcomeOf(status)).toBe("refused"));
  test.each([
    null,
    undefined,
    0,
    -1,
    "",
    "ETIMEDOUT",
    "timeout of 500 ms exceeded",
    "300 ms timeout",
    "socket hang up",
    "error",
    false,
    {},
  ])("%j is in doubt", (status) => expect(outcomeOf(status)).toBe("in_doubt"));
});

describe("a moment", () => {
  const at = Date.parse("2026-11-27T03:04:05Z");
  test.each([
    "2026-11-27T03:04:05Z",
    "2026-11-27 04:04:05+01:00",
    "Fri, 27 Nov 2026 03:04:05 GMT",
    at,
    at / 1000,
    String(at),
  ])("%j is read", (value) => expect(parseMoment(value, undefined)).toBe(at));
  test("without a zone needs one", () => {
    expect(parseMoment("2026-11-27T04:04:05", undefined)).toBe("no_zone");
    expect(parseMoment("2026-11-27 04:04:05", "Europe/Berlin")).toBe(at);
    expect(parseMoment("2026-07-01 04:04", "America/New_York")).toBe(Date.parse("2026-07-01T08:04Z"));
  });
  test.each(["yesterday", "27/11/2026", "", null, {}, 7])("%j is none", (value) => {
    expect(parseMoment(value, "UTC")).toBeUndefined();
  });
});

describe("a row", () => {
  test("is sent as it stands", () => {
    const text = '{ "email": "a@x.example", "id": 12345678901234567890 }';
    expect(judge({ place: 1, text }, rules)).toEqual({ verdict: "send", key: "a@x.example", body: text });
  });

  test("taken out of a log keeps every digit", () => {
    const text = '{"request":{"body":{"email":7,"id":12345678901234567890}},"status":429}';
    expect(judge({ place: 1, text }, log)).toEqual({
      verdict: "send",
      key: "7",
      body: '{"email":7,"id":12345678901234567890}',
    });
  });

  test("held in a log as text is sent as it stands there", () => {
    const body = '{ "email":"a@x.example" }';
    expect(judged({ request: { body }, status: 500 }, log)).toMatchObject({ verdict: "send", body });
  });

  test.each<[string, unknown, Rules, string]>([
    ["that was answered 2xx", { request: { body: { email: "a" } }, status: 202 }, log, "accepted"],
    ["without an answer", { request: { body: { email: "a" } } }, log, "in_doubt"],
    ["without a body", { request: {}, status: 500 }, log, "no_body"],
    ["that is an array", [{ email: "a" }], rules, "array"],
    ["that is a text", { request: { body: "hello" }, status: 500 }, log, "no_object"],
    ["without the key", { mail: "a" }, rules, "no_key"],
    ["with an empty key", { email: " " }, rules, "no_key"],
    ["over 100 KB", { email: "a", x: "é".repeat(51_200) }, rules, "too_large"],
  ])("%s", (_which, value, with_, verdict) => expect(judged(value, with_).verdict).toBe(verdict));

  test("of exactly 100 KB goes", () => {
    const text = JSON.stringify({ email: "a", x: "" });
    const value = { email: "a", x: "x".repeat(100 * 1024 - text.length) };
    expect(judged(value).verdict).toBe("send");
  });

  test("outside the window, or with a time nobody can read, stays out", () => {
    const within = { ...log, from: Date.parse("2026-11-27T03:00Z"), to: Date.parse("2026-11-27T04:00Z") };
    const at = (time: unknown) =>
      judged({ at: time, status: 429, request: { body: { email: "a" } } }, within).verdict;
    expect(
      [
        "2026-11-27T02:59:59Z",
        "2026-11-27T03:00:00Z",
        "2026-11-27T05:00:00+01:00",
        "2026-11-27T03:30",
        "soon",
        undefined,
      ].map(at),
    ).toEqual(["outside_window", "send", "send", "no_zone", "no_time", "no_time"]);
  });

  test("says nothing of a text that is not JSON but that", () => {
    expect(judge({ place: 1, text: '{"email":' }, rules)).toEqual({ verdict: "not_json" });
  });
});
