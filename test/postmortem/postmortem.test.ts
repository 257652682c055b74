import { describe, expect, test } from "vitest";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { postmortemJson, postmortemNumbers } from "../../src/postmortem/postmortem-json.ts";
import { type SectionId, sectionIds, sectionText } from "../../src/postmortem/sections/section.ts";
import { createRedaction } from "../../src/redaction/records.ts";
import { at, lead, responder } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { crowdedOutage, quietOutage, triaged, webhookOutage } from "../support/outages.ts";

const redact = createRedaction({ emails: true });
const draft = ({ stream }: IncidentStory, minute = 120) => postmortem(stream, { now: at(minute), redact });
const section = (story: IncidentStory, id: SectionId) =>
  sectionText(draft(story).sections.find((one) => one.id === id)!);

describe("The postmortem of an incident that is over", () => {
  const story = webhookOutage();

  test("fills every row of the template from the record", () => {
    expect(section(story, "date")).toBe("2026-11-23 09:14 UTC");
    expect(section(story, "duration")).toContain("1 h 27 min\n\n- Detected 2026-11-23 09:14 UTC.");
    expect(section(story, "severity")).toBe(
      "P1, declared as P2\n\n- P2 → P1, 2026-11-23 09:19 UTC by responder. No lead is enriched.",
    );
    expect(section(story, "impact")).toBe("New leads are not enriched\n\nAffected: SDR team, lead routing");
    expect(section(story, "root_cause")).toContain("50,000-submission limit");
    expect(section(story, "detection")).toBe("Manual check");
    expect(section(story, "resolution")).toContain("- Webhook replaced. (responder, 2026-11-23 09:41 UTC)");
    expect(section(story, "credits_lost")).toBe("10,980 (1,830 rows × 6 credits)");
    expect(section(story, "prevention")).toBe("Watch the count of submissions");
  });

  test("tells what happened, what triage saw, and the way through the tree", () => {
    expect(section(story, "timeline")).toContain("- 09:41 responder: Now Mitigating. New webhook in place.");
    expect(section(story, "evidence")).toContain(
      "HTTP 403 · request 7d1f2c9a8b7e6d5c4b3a\n- Fine: Clay platform, Credits.",
    );
    expect(section(story, "path")).toMatch(
      /Is the webhook accepting data\? No\. From triage:.*\n.*Replace the webhook \(P1\)/,
    );
  });

  test("says who did what", () => {
    expect(section(story, "people")).toBe(
      "- lead: led from 2026-11-23 09:54 UTC to 10:41 UTC, declared it, resolved it, 1 update, 1 action.\n" +
        "- responder: led from 2026-11-23 09:18 UTC to 09:54 UTC, 1 update, 1 action, 2 questions answered.",
    );
  });

  test("says which promises were kept, and by how much one was missed", () => {
    expect(section(story, "clocks")).toContain("3 of 4 promises kept.");
    expect(section(story, "clocks")).toContain("- Update by 2026-11-23 10:11 UTC: missed, 13 min late.");
  });

  test("lists what is left to do, and who has to do it", () => {
    expect(section(story, "action_items")).toBe(
      "- Alert at 40,000 submissions. Owner: responder. Due 2026-11-30 09:14 UTC. Open.\n" +
        "- Document the rotation. Owner: nobody yet. No date. Open.",
    );
    expect(draft(story).missing).toEqual(["1 action item without an owner or a date."]);
  });

  test("says what came after: an action item done, the incident reopened", () => {
    const done = upon(story, 95, { type: "close_action_item", item: "A1" }, responder);
    expect(section(done, "action_items")).toContain("Done by responder, 2026-11-23 10:49 UTC.");
    const again = upon(done, 100, { type: "reopen", reason: "Rows fail again" });
    expect(section(again, "resolution")).toContain(
      "Not resolved.\n\nEarlier fix, which did not hold: New webhook;",
    );
    const over = upon(again, 110, { type: "resolve", resolution: "Second webhook" });
    // 87 minutes, and ten after it was reopened.
    expect(section(over, "duration")).toMatch(/^1 h 37 min\n/);
    expect(section(over, "duration")).toContain(
      "- Resolved 2026-11-23 10:41 UTC by lead.\n- Reopened 2026-11-23 10:54 UTC by lead.\n" +
        "- Resolved 2026-11-23 11:04 UTC by lead.\n- The time it stood resolved before it was reopened is not counted.",
    );
    expect(section(over, "resolution")).toMatch(
      /^Second webhook\.\n\nEarlier fix, which did not hold: New webhook;[^\n]* \(lead, 2026-11-23 10:41 UTC\)/,
    );
    expect(section(over, "people")).toContain("resolved it");
  });
});

describe("The postmortem of an open incident", () => {
  test("is a draft that says what is missing", () => {
    const { open, missing, sections } = draft(quietOutage());
    expect(open).toBe(true);
    expect(missing[0]).toBe("The incident is still open: duration and resolution will change.");
    expect(missing).toContain("Nobody led the incident.");
    expect(missing).toContain("No triage was run.");
    expect(missing).toContain("No update was written.");
    expect(sections.map(({ id }) => id)).toEqual([...sectionIds]);
    expect(sections.filter((one) => sectionText(one).trim() === "")).toEqual([]);
  });

  test("suggests cause, prevention and credits lost where triage and the tree know them", () => {
    const walked = { ...webhookOutage() };
    const story = {
      ...walked,
      stream: walked.stream.filter(({ event }) => event.type !== "incident.resolved"),
    };
    expect(section(story, "root_cause")).toMatch(/^Not written down\. To start from: /);
    expect(section(story, "prevention")).toMatch(/^Not written down\. To start from: /);
    expect(section(story, "credits_lost")).toBe(
      "Not written down. To start from: at most 10,980 (balance 12,000 before, 1,020 after), as triage saw it.",
    );
  });

  test("suggests no cause from a triage that found nothing wrong", () => {
    const fine = upon(declared(), 2, { type: "record_triage", evidence: triaged(2, 12_000, "ok") });
    expect(section(fine, "root_cause")).toBe("Not written down.");
  });

  test("suggests no credits lost from a balance that rose, or was seen once", () => {
    expect(section(quietOutage(), "credits_lost")).toBe("Not written down.");
  });
});

test("a triage run is told once, though the record and the resolution both hold it; with what it saw last", () => {
  const early = triaged(80, 1_020);
  const late = triaged(80, 1_020, "ok");
  let story = upon(declared(), 80, { type: "record_triage", evidence: early });
  story = upon(story, 81, { type: "resolve", resolution: "Mended", evidence: late });
  expect(section(story, "evidence")).toBe(
    'Triage, 10:34 UTC on 2026-11-23: All probes are fine.\n\n- Fine: Webhook "leads", Clay platform, Credits.',
  );
});

describe("A section edited by hand", () => {
  const edited = upon(webhookOutage(), 95, {
    type: "edit_postmortem",
    section: "root_cause",
    text: "We never looked.\n\n- not at the count\n- not at the log",
  });

  test("stands, whatever the record says later", () => {
    const later = upon(edited, 96, { type: "edit_details", details: { rootCause: "Something else" } });
    expect(section(later, "root_cause")).toBe("We never looked.\n\n- not at the count\n- not at the log");
    expect(draft(later).sections.find(({ id }) => id === "root_cause")).toMatchObject({
      edited: { by: lead, at: at(95) },
      generated: [{ paragraph: { text: "Something else" } }],
    });
  });

  test("goes back to what the record says", () => {
    const back = upon(edited, 97, { type: "edit_postmortem", section: "root_cause", text: null });
    expect(section(back, "root_cause")).toContain("50,000-submission limit");
  });

  test("is not missing any more", () => {
    const quiet = upon(quietOutage(), 5, { type: "edit_postmortem", section: "impact", text: "None" });
    expect(draft(quiet).missing).not.toContain("Impact: what did not work, for whom.");
  });

  test("that was empty text is shown empty, and the rest stays", () => {
    const empty = upon(webhookOutage(), 95, { type: "edit_postmortem", section: "impact", text: "" });
    expect(section(empty, "impact")).toBe("");
    expect(section(empty, "prevention")).toBe("Watch the count of submissions");
  });
});

describe("Secrets and other people's data", () => {
  const secret = "https://api.clay.com/v3/sources/webhook/pull-in-data-0f0f0f0f";
  const typed = `See ${secret}, token=local1token2, mail ana@example.com, Bearer abc.def`;
  const told = (options: Parameters<typeof createRedaction>[0]) => {
    let story = declared({ title: `Down ${secret}`, impact: typed, origin: { channel: "C1", text: typed } });
    story = upon(story, 1, { type: "note", text: typed }, { ...responder, name: "ana@example.com" });
    story = upon(story, 2, { type: "edit_postmortem", section: "prevention", text: typed });
    const source = { channel: "C1", ts: "1.0" };
    story = upon(story, 3, { type: "capture_entry", source, author: lead, saidAt: at(3), text: typed });
    const made = postmortem(story.stream, { now: at(9), redact: createRedaction(options) });
    return JSON.stringify(postmortemJson(made, postmortemNumbers(story.stream, at(9))));
  };

  test("reach no part of it", () => {
    const text = told({ emails: true });
    for (const leak of ["pull-in-data", "local1token2", "ana@", "abc.def"]) expect(text).not.toContain(leak);
    expect(text).toContain("[e-mail]");
  });

  test("e-mail addresses stay where the configuration lets them; secrets never do", () => {
    const text = told({ emails: false });
    expect(text).toContain("ana@example.com");
    expect(text).not.toContain("pull-in-data");
  });

  test("a request's id stays: Clay's support asks for it", () => {
    expect(section(webhookOutage(), "evidence")).toContain("7d1f2c9a8b7e6d5c4b3a");
  });
});

test("a thousand entries are all there", () => {
  const text = section(crowdedOutage(), "timeline");
  expect(text.split("\n").filter((line) => line.includes("Note "))).toHaveLength(900);
});

test("for machines it holds the same, as data, and the record's numbers", () => {
  const { stream } = webhookOutage();
  const json = postmortemJson(draft(webhookOutage()), postmortemNumbers(stream, at(200)));
  expect(json).toMatchObject({
    name: "INC-12",
    open: false,
    missing: ["1 action item without an owner or a date."],
    numbers: {
      toRespondMs: 4 * 60_000,
      toMitigateMs: 27 * 60_000,
      toResolveMs: 87 * 60_000,
      responses: { kept: 1, missed: 0 },
      updates: { kept: 2, missed: 1 },
      creditsLost: 10_980,
    },
  });
  expect(json.sections.find(({ id }) => id === "credits_lost")).toEqual({
    id: "credits_lost",
    title: "Credits Lost",
    edited: null,
    content: ["10,980 (1,830 rows × 6 credits)"],
  });
});

test("numbers that have not come about, or that nobody knows, are null", () => {
  expect(postmortemNumbers(declared().stream, at(1))).toMatchObject({
    toRespondMs: null,
    toMitigateMs: null,
    toResolveMs: null,
    creditsLost: null,
  });
});
