import type { KnownBlock, ModalView } from "@slack/types";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Diagnosis, ProbeResult } from "../../../src/incident/evidence/evidence.ts";
import { summariseIncident } from "../../../src/incident/summary.ts";
import { initialRun, type TriageRun } from "../../../src/incident/triage-run/state.ts";
import { describeProblem } from "../../../src/playground/slack/blocks/rules.ts";
import { validateBlocks, validateView } from "../../../src/playground/slack/blocks/validate-blocks.ts";
import { plainContent } from "../../../src/slack/blocks/mrkdwn.ts";
import type { Content } from "../../../src/slack/deliver/slots.ts";
import { renderTimeline } from "../../../src/slack/features/capture/timeline-render.ts";
import { renderDeclare } from "../../../src/slack/features/declare/declare-form.ts";
import { renderOrigin } from "../../../src/slack/features/declare/origin-render.ts";
import { renderFeed } from "../../../src/slack/features/look/feed-render.ts";
import { renderList } from "../../../src/slack/features/look/incident-list-render.ts";
import { renderResolve } from "../../../src/slack/features/resolve/resolve-form.ts";
import { renderTriageDetails } from "../../../src/slack/features/triage/triage-details-render.ts";
import { renderTriage } from "../../../src/slack/features/triage/triage-render.ts";
import { renderAnnouncement } from "../../../src/slack/features/update/announcement-render.ts";
import { renderDetails, renderSeverity } from "../../../src/slack/features/update/details-form.ts";
import { renderNotification } from "../../../src/slack/features/update/notification-render.ts";
import { renderUpdate } from "../../../src/slack/features/update/update-form.ts";
import { incidentPicker } from "../../../src/slack/requests/answer/incident-picker.ts";
import { changes } from "../../../src/telling/changes.ts";
import { notification } from "../../../src/telling/notification.ts";
import { timeline } from "../../../src/telling/timeline.ts";
import { builtIn } from "../../runbook/support/walking.ts";
import { at, lead, responder } from "../../support/given.ts";
import { declared, type IncidentStory, upon } from "../../support/incidents.ts";
import { wildLongText, wildText, wildTitle } from "../../support/texts.ts";

const { responders } = builtIn.wording.audiences;

/** The texts of mrkdwn anywhere in blocks. */
function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== "object" || value === null) return [];
  const { type, text } = value as { type?: string; text?: unknown };
  if (type === "mrkdwn") return [String(text)];
  return Object.values(value).flatMap(mrkdwnIn);
}

/** What must hold of a stretch of mrkdwn: nothing fires that we did not write, nothing is cut in half. */
function expectSafe(text: string): void {
  expect(text).not.toMatch(/<!(channel|here|everyone)/);
  expect(text.isWellFormed()).toBe(true);
  const references = text.match(/<[^<>]*>/g) ?? [];
  for (const reference of references)
    expect(reference).toMatch(
      /^<(@[UW]\w+|#[CG]\w+|!date\^\d+\^[^|]+\|[^|]+|!subteam\^S\w+|https?:\/\/[^|]+(\|[^|]+)?)>$/,
    );
  expect(text.replaceAll(/<[^<>]*>/g, "")).not.toMatch(/[<>]/);
  expect(text.replaceAll(/&(amp|lt|gt);/g, "")).not.toContain("&");
}

function expectFine({ text, blocks }: Content, { edited = true } = {}): void {
  expect(validateBlocks(JSON.parse(JSON.stringify(blocks))).map(describeProblem)).toEqual([]);
  expect(text.trim()).not.toBe("");
  expect(text.length).toBeLessThanOrEqual(edited ? 4000 : 40_000);
  for (const part of [text, ...mrkdwnIn(blocks)]) expectSafe(part);
  expectSaysAll(text, blocks);
}

/** Every line of the blocks' sections and small lines is in the text, unless one of them was too long and says that it goes on. */
function expectSaysAll(text: string, blocks: KnownBlock[]): void {
  if (text.endsWith("…")) return;
  const said = bare(text);
  const read = blocks.filter(({ type }) => type === "section" || type === "context");
  const lines = mrkdwnIn(read).flatMap((shown) => shown.split("\n").map(bare));
  expect(lines.filter((line) => !said.includes(line.replace(/…$/, "")))).toEqual([]);
}

/** Without emphasis and spaces, which differ between the two. */
function bare(text: string): string {
  return text.replaceAll(/[\s*]+/g, "");
}

function expectFineForm(view: ModalView): void {
  expect(validateView(JSON.parse(JSON.stringify(view))).map(describeProblem)).toEqual([]);
}

const texts = fc.record({
  title: wildTitle(),
  impact: wildLongText(3000),
  affected: wildLongText(3000),
  update: wildTitle(3000),
  action: wildLongText(3000),
  note: wildTitle(12_000),
  reason: wildTitle(3000),
  resolution: wildTitle(3000),
  rootCause: wildLongText(3000),
});

/** An incident of which everything was told in these words. */
function storyOf(words: typeof texts extends fc.Arbitrary<infer T> ? T : never): IncidentStory {
  const { title, impact, affected, update, action, note, reason, resolution, rootCause } = words;
  let story = declared({ title, impact, affected, origin: { channel: "C1", text: note.slice(0, 500) } });
  story = upon(story, 1, { type: "take_lead" });
  for (let minute = 2; minute < 15; minute++)
    story = upon(story, minute, { type: "update", text: update, action, status: "mitigating" }, responder);
  story = upon(story, 16, { type: "note", text: note });
  story = upon(story, 17, { type: "change_severity", to: "P2", reason });
  return upon(story, 20, { type: "resolve", resolution, rootCause });
}

describe("an incident told in any words", () => {
  test("makes messages and forms that Slack takes, that fire nothing and cut nothing in half", () => {
    fc.assert(
      fc.property(texts, (words) => {
        const { state, stream, history } = storyOf(words);
        const open = { ...state, status: "mitigating" as const, resolved: null };
        for (const incident of [state, open]) {
          expectFine(renderNotification(notification(incident, responders), "C1"));
          expectFine(renderAnnouncement(incident, builtIn));
          for (const form of [
            renderUpdate(incident),
            renderDetails(incident),
            renderSeverity(incident, builtIn),
          ])
            expectFineForm(form);
          expectFineForm(renderResolve(incident, "TRI-1", initialRun));
        }
        const told = changes(history, responders).map((change) => change.words);
        expectFine(renderFeed(told), { edited: false });
        expectFine(renderFeed(told.slice(-1)), { edited: false });
        expectFine(renderOrigin(state.origin!));
        for (const page of [1, 2])
          expectFine(renderTimeline("INC-12", timeline(stream), page), { edited: false });
        const summary = summariseIncident("INC-12", state);
        expectFine(renderList("Open incidents", Array(200).fill(summary), at(60)), { edited: false });
        const text = words.note.slice(0, 2000);
        expectFine(incidentPicker(Array(20).fill(summary), "note", { text, shown: text }));
        expectFineForm(
          renderDeclare(
            builtIn,
            { ...words, severity: "P1", detectedAt: 1_795_000_000 },
            { channel: "C1", origin: { channel: "C1", text: words.note.slice(0, 1000) } },
            { stream: "INC-12", title: words.title, when: "8 min ago", asks: true },
          ),
        );
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  test("any sentence said privately is taken as well", () => {
    fc.assert(
      fc.property(wildLongText(), (text) => expectFine(plainContent(`Said: ${text}`))),
      { numRuns: 100 },
    );
  });
});

const probeWords = fc.record({
  name: wildTitle(60),
  meaning: wildTitle(600),
  remedy: wildText(),
  excerpt: wildLongText(2000),
});

function runOf(
  count: number,
  { name, meaning, remedy, excerpt }: typeof probeWords extends fc.Arbitrary<infer T> ? T : never,
): TriageRun {
  const results = Array.from(
    { length: count },
    (_, i): ProbeResult => ({
      probe: `webhook:${i}`,
      kind: "webhook",
      name: `${name} ${i}`,
      target: `api.clay.com/…/${i}`,
      outcome: "failing",
      code: "webhook.limit_reached",
      at: at(1),
      meaning,
      remedy: remedy && `${remedy} ${i}`,
      severity: "P1",
      side: "account",
      excerpt,
      timings: { totalMs: 12.5, dnsMs: 1 },
      ...(i % 3 === 0 && { outcome: "skipped" as const, offersTestRow: true as const }),
    }),
  );
  const findings = results.map(({ probe, code, outcome, severity, side, remedy: fix }) => {
    return { probe, code, outcome, severity: severity!, side, meaning, remedy: fix };
  });
  const diagnosis: Diagnosis = {
    outcome: "failing",
    verdict: meaning,
    side: "account",
    sideEvidence: results.map((result) => result.name).join(", "),
    severity: "P1",
    findings,
    answers: {},
  };
  return {
    ...initialRun,
    status: "finished",
    requestedAt: at(0),
    requestedBy: lead,
    startedAt: at(0),
    endedAt: at(1),
    probes: results.map((result) => ({ ...result, result })),
    viewers: [{ channel: "C1", by: lead }],
    diagnosis,
  };
}

describe("a triage run of many probes told in any words", () => {
  test("makes a message and details that Slack takes, while it runs and when it is done", () => {
    fc.assert(
      fc.property(probeWords, fc.constantFrom(0, 1, 9, 40, 120), (words, count) => {
        const run = runOf(count, words);
        expectFine(renderTriage("TRI-1", run));
        const probes = run.probes.map(({ result: _, ...probe }) => probe);
        expectFine(
          renderTriage("TRI-1", { ...run, status: "running", endedAt: null, diagnosis: null, probes }),
        );
        expectFine(renderTriage("TRI-1", { ...run, status: "interrupted", diagnosis: null }));
        expectFineForm(renderTriageDetails(run.probes.flatMap(({ result }) => result ?? [])));
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
