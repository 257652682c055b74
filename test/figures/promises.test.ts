import { describe, expect, test } from "vitest";
import { promisesOf } from "../../src/figures/promises.ts";
import { at, responder } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";

const made = ({ stream }: IncidentStory, minute: number, what: "response" | "update") =>
  promisesOf(stream, at(minute))
    .filter((promise) => promise.what === what)
    .map(({ dueAt, outcome, settledAt }) => [dueAt, outcome, settledAt]);

const update = { type: "update", text: "Still looking" } as const;
const lead = { type: "take_lead" } as const;

describe("Someone to lead", () => {
  test("is kept by whoever leads in time, missed by who comes late", () => {
    expect(made(upon(declared(), 14, lead), 60, "response")).toEqual([[at(15), "kept", at(14)]]);
    expect(made(upon(declared(), 16, lead), 60, "response")).toEqual([[at(15), "missed", at(16)]]);
  });

  test("is kept by a declaration that names the lead", () => {
    expect(made(declared({ lead: responder }), 60, "response")).toEqual([[at(15), "kept", at(0)]]);
  });

  test("is open until it is due, then missed", () => {
    expect(made(declared(), 15, "response")).toEqual([[at(15), "open", null]]);
    expect(made(declared(), 16, "response")).toEqual([[at(15), "missed", null]]);
  });

  test("is promised anew by a change of severity; what was promised before counts no more", () => {
    const raised = upon(declared({ severity: "P3" }), 5, { type: "change_severity", to: "P1" });
    expect(made(upon(raised, 9, lead), 60, "response")).toEqual([
      [at(240), "moot", null],
      [at(15), "kept", at(9)],
    ]);
  });

  test("is not asked for once it is over", () => {
    const over = upon(declared(), 10, { type: "resolve", resolution: "By itself" });
    expect(made(over, 60, "response")).toEqual([[at(15), "moot", null]]);
  });
});

describe("An update", () => {
  test("keeps the promise before it and makes the next; a resolution keeps the last", () => {
    let story = upon(declared(), 20, update);
    story = upon(story, 60, update);
    story = upon(story, 70, { type: "resolve", resolution: "Mended" });
    expect(made(story, 200, "update")).toEqual([
      [at(30), "kept", at(20)],
      [at(50), "missed", at(60)],
      [at(90), "kept", at(70)],
    ]);
  });

  test("promised for the very moment of the one before is a promise of its own", () => {
    const story = upon(upon(declared(), 20, { ...update, nextUpdateAt: at(30) }), 31, update);
    expect(made(story, 31, "update").map(([, outcome]) => outcome)).toEqual(["kept", "missed", "open"]);
  });

  test("is left as promised by a milder severity, and withdrawn where none is promised", () => {
    const milder = upon(declared(), 5, { type: "change_severity", to: "P2" });
    expect(made(milder, 6, "update")).toEqual([[at(30), "open", null]]);
    const none = upon(declared(), 5, { type: "change_severity", to: "P4" });
    expect(made(none, 60, "update")).toEqual([[at(30), "moot", null]]);
  });

  test("is promised anew when the incident is reopened", () => {
    const over = upon(declared(), 10, { type: "resolve", resolution: "Mended" });
    const again = upon(over, 20, { type: "reopen", reason: "Not mended" });
    expect(made(again, 20, "update")).toEqual([
      [at(30), "kept", at(10)],
      [at(50), "open", null],
    ]);
  });
});
