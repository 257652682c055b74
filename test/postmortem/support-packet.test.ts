import { describe, expect, test } from "vitest";
import { supportPacket } from "../../src/postmortem/support-packet.ts";
import { createRedaction } from "../../src/redaction/records.ts";
import { at } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { quietOutage, triaged, webhookOutage } from "../support/outages.ts";

const packet = ({ stream }: IncidentStory, minute = 120) =>
  supportPacket(stream, { now: at(minute), redact: createRedaction({ emails: true }) });

describe("The support packet for Clay", () => {
  const text = packet(webhookOutage());

  test("says what fails, since when, and how it stands", () => {
    expect(text).toContain("Our reference: INC-12 (P1, Resolved)\n");
    expect(text).toContain('What fails: Webhook "leads" reached its limit\n');
    expect(text).toContain("Since: 2026-11-23 09:14 UTC, until 2026-11-23 10:41 UTC (1 h 27 min)\n");
    expect(packet(quietOutage())).toContain("still going on (2 h)");
  });

  test("lists every probe with time, status and request id, and the ids once more for the logs", () => {
    expect(text).toContain(
      '  - Webhook "leads": failing (api.clay.com/…3f2a, 09:16:00, HTTP 403, request-id 7d1f2c9a8b7e6d5c4b3a)\n',
    );
    expect(text).toContain("Request ids, for your logs:\n  - 7d1f2c9a8b7e6d5c4b3a at 2026-11-23 09:16 UTC\n");
  });

  test("says what was checked and tried, but not by whom", () => {
    expect(text).toContain("  - Is the webhook accepting data? No.");
    expect(text).toContain("  - 2026-11-23 09:41 UTC: Webhook replaced\n");
    expect(text).not.toMatch(/\b(responder|lead)\b(?!s)(?!")/);
  });

  test("of an incident with nothing in it is still readable", () => {
    const empty = packet(quietOutage());
    expect(empty).toContain("What we observed: no automatic checks were run.");
    expect(empty).toContain("What we tried: nothing yet.");
    expect(empty).not.toMatch(/undefined|null|\n\n\n/);
  });

  test("holds no secret and nobody's address", () => {
    const typed = "Bearer abc.def, ana@example.com, https://api.clay.com/v3/sources/webhook/pull-in-0f0f";
    const evidence = triaged(1, 5);
    const leaky = { ...evidence, results: evidence.results.map((result) => ({ ...result, excerpt: typed })) };
    let story = upon(declared({ title: typed.slice(0, 150), impact: typed }), 1, {
      type: "record_triage",
      evidence: leaky,
    });
    story = upon(story, 2, { type: "take_action", text: typed });
    for (const leak of ["abc.def", "ana@", "pull-in"]) expect(packet(story)).not.toContain(leak);
  });
});
