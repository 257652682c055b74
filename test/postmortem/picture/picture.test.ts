import { describe, expect, test } from "vitest";
import { picture } from "../../../src/postmortem/picture/picture.ts";
import { createRedaction } from "../../../src/redaction/records.ts";
import { at, lead, responder } from "../../support/given.ts";
import { declared, type IncidentStory, upon } from "../../support/incidents.ts";
import { crowdedOutage, quietOutage, webhookOutage } from "../../support/outages.ts";

const drawn = ({ stream }: IncidentStory, minute = 120) =>
  picture(stream, { now: at(minute), redact: createRedaction({ emails: true }) });
const lane = (story: IncidentStory, name: string) => {
  const { bars, marks } = drawn(story);
  const inLane = <T extends { lane: string }>(item: T) => item.lane === name;
  return {
    bars: bars.filter(inLane).map(({ label, from, until }) => [label, from, until]),
    marks: marks.filter(inLane).map(({ tone, at: moment }) => [tone, moment]),
  };
};

describe("The picture of an incident that is over", () => {
  const story = webhookOutage();

  test("spans detection to resolution, whatever was written later", () => {
    expect(drawn(story)).toMatchObject({ from: at(0), until: at(87), resolvedAt: at(87) });
  });

  test("shows severity, status and who led, each from when until when", () => {
    expect(lane(story, "Severity").bars).toEqual([
      ["P2", at(0), at(5)],
      ["P1", at(5), at(87)],
    ]);
    expect(lane(story, "Status").bars).toEqual([
      ["Investigating", at(0), at(27)],
      ["Mitigating", at(27), at(87)],
    ]);
    expect(lane(story, "Lead").bars).toEqual([
      ["Nobody", at(0), at(4)],
      ["responder", at(4), at(40)],
      ["lead", at(40), at(87)],
    ]);
  });

  test("marks promises where they fell due, kept or missed; one not due before the end where it was kept", () => {
    expect(lane(story, "Response in time").marks).toEqual([["kept", at(60)]]);
    expect(lane(story, "Updates in time").marks).toEqual([
      ["kept", at(35)],
      ["missed", at(57)],
      ["kept", at(87)],
    ]);
  });

  test("marks every promise its words count", () => {
    const { marks, alt } = drawn(story);
    const promises = marks.filter(({ tone }) => tone === "kept" || tone === "missed");
    expect(alt).toContain(`3 of ${promises.length} promises kept`);
  });

  test("marks updates, actions, answers, and what each probe said", () => {
    expect(lane(story, "Updates").marks).toEqual([
      ["update", at(27)],
      ["update", at(70)],
    ]);
    expect(lane(story, "Actions").marks).toHaveLength(2);
    expect(lane(story, "Answers").marks).toHaveLength(2);
    expect(lane(story, 'Webhook "leads"').marks).toEqual([
      ["failing", at(2)],
      ["ok", at(86)],
    ]);
  });

  test("says in words what it shows", () => {
    expect(drawn(story).alt).toBe(
      "Timeline of INC-12, P1, resolved after 1 h 27 min. Detected 2026-11-23 09:14 UTC by manual check. " +
        "Severity P2, then P1. Status Investigating, then Mitigating, then Resolved. " +
        "Led by responder from 2026-11-23 09:18 UTC, then lead from 2026-11-23 09:54 UTC. " +
        "2 updates. 3 of 4 promises kept. Last triage: nothing wrong.",
    );
  });
});

test("someone to lead and the first update, promised for the same moment, do not lie on top of each other", () => {
  const led = upon(declared({ severity: "P2" }), 10, { type: "take_lead" });
  const story = upon(led, 120, { type: "resolve", resolution: "Mended" });
  expect(lane(story, "Response in time").marks).toEqual([["kept", at(60)]]);
  expect(lane(story, "Updates in time").marks).toEqual([["missed", at(60)]]);
});

test("an incident detected before it was declared begins with that", () => {
  const story = declared({ detectedAt: at(-30) });
  expect(lane(story, "Status").bars[0]).toEqual(["Detected", at(-30), at(0)]);
});

test("a reopened incident shows the time it stood resolved, and its lead from then on", () => {
  const reopened = upon(webhookOutage(), 100, { type: "reopen", reason: "Again" });
  expect(lane(reopened, "Status").bars.slice(2)).toEqual([
    ["Resolved", at(87), at(100)],
    ["Investigating", at(100), at(120)],
  ]);
  expect(lane(reopened, "Lead").bars.at(-1)).toEqual(["lead", at(100), at(120)]);
});

test("an incident just declared has an axis, and what there is on it", () => {
  const { from, until, lanes, marks } = drawn(quietOutage(), 0);
  expect([from, until]).toEqual([at(0), at(10)]);
  expect(lanes).toEqual(["Severity", "Status"]);
  expect(marks).toEqual([]);
});

test("of many probes the most troubled have a lane each, and the others share one", () => {
  const lanes = drawn(crowdedOutage(), 185).lanes.filter((name) => /Callback|other/.test(name));
  expect(lanes).toHaveLength(8);
  expect(lanes.at(-1)).toBe("5 other probes");
});

test("secrets and e-mail addresses reach neither labels nor words", () => {
  const person = { ...responder, name: "ana@example.com" };
  const story = upon(
    upon(declared({ title: "token=local1token2" }), 1, { type: "take_lead" }, person),
    2,
    {
      type: "take_action",
      text: "https://api.clay.com/v3/sources/webhook/pull-in-0f0f",
    },
    lead,
  );
  const text = JSON.stringify(drawn(story));
  for (const leak of ["ana@", "local1token2", "pull-in"]) expect(text).not.toContain(leak);
});
