import { describe, expect, test } from "vitest";
import type { Diagnosis, ProbeResult } from "../../../src/incident/evidence/evidence.ts";
import { summariseTriage, triageRun } from "../../../src/incident/triage-run/decider.ts";
import type { PlannedProbe } from "../../../src/incident/triage-run/events.ts";
import { probesDone } from "../../../src/incident/triage-run/state.ts";
import { plainText } from "../../../src/lib/words.ts";
import { at, given, lead, responder, start } from "../../support/given.ts";
import { rules } from "../../support/incidents.ts";

const platform: PlannedProbe = {
  probe: "platform:status",
  kind: "platform",
  name: "Clay platform",
  target: "status.clay.com",
};
const leads: PlannedProbe = {
  probe: "webhook:leads",
  kind: "webhook",
  name: 'Webhook "leads"',
  target: "api.clay.com/…",
};

const healthy: Diagnosis = {
  outcome: "healthy",
  verdict: "Nothing is wrong.",
  side: "unknown",
  sideEvidence: "",
  findings: [],
  answers: {},
};
const failing: Diagnosis = {
  ...healthy,
  outcome: "failing",
  severity: "P1",
  verdict: "Most likely: the limit is reached.",
};

const result = (planned: PlannedProbe, more: Partial<ProbeResult> = {}): ProbeResult => ({
  ...planned,
  outcome: "ok",
  code: `${planned.kind}.ok`,
  at: start,
  meaning: "It answers.",
  remedy: "",
  side: "unknown",
  ...more,
});

const viewer = { channel: "C1", by: lead };
const asked = given(triageRun, rules).when({
  command: { type: "request", probes: [platform, leads], viewer },
});
const running = asked.when({ command: { type: "start" } });
const finished = running
  .when({ command: { type: "record_probe", result: result(platform) } })
  .when({ command: { type: "record_probe", result: result(leads, { offersTestRow: true }) } })
  .when({ command: { type: "finish", diagnosis: healthy } });
const consent = { type: "request_test_row", probe: leads.probe } as const;

describe("A triage run", () => {
  test("fills in probe by probe and ends with its diagnosis", () => {
    const half = running.when({ command: { type: "record_probe", result: result(platform) } });
    expect(probesDone(half.state)).toBe(1);
    expect(finished.state).toMatchObject({ status: "finished", diagnosis: healthy, endedAt: start });
    expect(summariseTriage("TRI-1", finished.state)).toMatchObject({
      open: false,
      title: healthy.verdict,
      channelId: "C1",
    });
  });

  test("is made by the first process that claims it", () => {
    expect(running.when({ command: { type: "start" } }).refused).toBe("already_started");
  });

  test("counts two requests from one channel as one viewer", () => {
    const again = asked.when({ command: { type: "add_viewer", viewer: { channel: "C1", by: responder } } });
    expect(again.happened).toEqual([]);
    const elsewhere = asked.when({
      command: { type: "add_viewer", viewer: { channel: "C2", by: responder } },
    });
    expect(elsewhere.state.viewers.map(({ channel }) => channel)).toEqual(["C1", "C2"]);
  });

  test("learns the incident it is for from a second request in the same channel", () => {
    const linked = asked.when({ command: { type: "add_viewer", viewer: { ...viewer, incident: "INC-12" } } });
    expect(linked.state.viewers).toEqual([{ ...viewer, incident: "INC-12" }]);
  });

  test("asked for without a message shows one as soon as somebody wants to see it", () => {
    const quiet = { channel: "C2", by: lead, quiet: true } as const;
    const both = asked.when({ command: { type: "add_viewer", viewer: quiet } });
    expect(both.state.viewers).toEqual([viewer, quiet]);
    const shown = { channel: "C2", by: responder };
    expect(both.when({ command: { type: "add_viewer", viewer: shown } }).state.viewers).toEqual([
      viewer,
      shown,
    ]);
    const unseen = { ...viewer, quiet: true } as const;
    expect(asked.when({ command: { type: "add_viewer", viewer: unseen } }).happened).toEqual([]);
  });

  test("keeps the first result of a probe and refuses one it did not plan", () => {
    const first = running.when({ command: { type: "record_probe", result: result(platform) } });
    const second = first.when({
      command: { type: "record_probe", result: result(platform, { outcome: "failing" }) },
    });
    expect(second.happened).toEqual([]);
    const stranger = result({ ...platform, probe: "reach:other" });
    expect(first.when({ command: { type: "record_probe", result: stranger } }).refused).toBe("unknown_probe");
  });

  test("is given up a minute after its start, once", () => {
    expect(running.wakesAt).toBe(at(1));
    expect(running.when({ command: { type: "tick" }, minute: 0.9 }).happened).toEqual([]);
    const late = running.when({ command: { type: "tick" }, minute: 1440 });
    expect(late.happened).toEqual(["triage.interrupted"]);
    expect(late.when({ command: { type: "tick" }, minute: 1441 }).happened).toEqual([]);
    expect(late.wakesAt).toBeNull();
  });

  test("is given up when no process ever starts it", () => {
    const late = asked.when({ command: { type: "tick" }, minute: 1 });
    expect(late.state.status).toBe("interrupted");
    expect(late.when({ command: { type: "start" } }).refused).toBe("already_started");
  });

  test("still takes the results of a process that was merely slow", () => {
    const slow = running
      .when({ command: { type: "tick" }, minute: 2 })
      .when({ command: { type: "record_probe", result: result(platform) }, minute: 3 })
      .when({ command: { type: "finish", diagnosis: healthy }, minute: 3 });
    expect(slow.state).toMatchObject({ status: "finished", endedAt: at(3) });
  });

  test("is declared from once; the second person is told who was first", () => {
    const once = finished.when({ command: { type: "declared", incident: "INC-12" }, minute: 2 });
    const twice = once.when({ command: { type: "declared", incident: "INC-13" }, by: responder, minute: 3 });
    expect(twice.refused).toBe("already_declared");
    expect("refusal" in twice.last && plainText(twice.last.refusal.message)).toBe(
      "lead already declared INC-12 from this run at 09:16 UTC.",
    );
    expect(once.when({ command: { type: "declared", incident: "INC-12" } }).happened).toEqual([]);
  });

  test("that nobody asked for takes no command", () => {
    expect(given(triageRun, rules).when({ command: { type: "start" } }).refused).toBe("no_such_run");
  });
});

describe("A test row", () => {
  test("is sent once; the second person is told who was first and when", () => {
    const sending = finished.when({ command: consent, minute: 1 });
    expect(sending.state.testRows[leads.probe]).toEqual({ by: lead, at: at(1), state: "sending" });
    const second = sending.when({ command: consent, by: responder, minute: 2 });
    expect(second.refused).toBe("test_row_in_flight");
    expect("refusal" in second.last && plainText(second.last.refusal.message)).toContain(
      "lead asked for this test row at 09:15",
    );
  });

  test("replaces the probe's result and the diagnosis", () => {
    const refused = result(leads, { outcome: "failing", code: "webhook.limit_reached" });
    const sent = finished.when({ command: consent }).when({
      command: { type: "record_test_row", probe: leads.probe, result: refused, diagnosis: failing },
    });
    expect(sent.state.diagnosis).toEqual(failing);
    expect(sent.state.probes[1]?.result).toEqual(refused);
    expect(sent.when({ command: consent, by: responder }).refused).toBe("test_row_sent");
  });

  test("whose outcome nobody reports may have been added, and is not sent again", () => {
    const sending = finished.when({ command: consent, minute: 1 });
    expect(sending.wakesAt).toBe(at(2));
    const unclear = sending.when({ command: { type: "tick" }, minute: 2 });
    expect(unclear.happened).toEqual(["test_row.unclear"]);
    expect(unclear.when({ command: { type: "tick" }, minute: 3 }).happened).toEqual([]);
    expect(unclear.when({ command: consent }).refused).toBe("test_row_unclear");
  });

  test("is refused where none was offered", () => {
    const command = { type: "request_test_row", probe: platform.probe } as const;
    expect(finished.when({ command }).refused).toBe("no_test_row");
  });
});
