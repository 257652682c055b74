import { describe, expect, test } from "vitest";
import { evolveWalk } from "../../src/walk/evolve-walk.ts";
import { decideWalk } from "../../src/walk/walk.ts";
import type { WalkCommand } from "../../src/walk/walk-events.ts";
import type { WalkContext } from "../../src/walk/walk-evidence.ts";
import {
  currentLeaf,
  currentQuestion,
  type Leaf,
  noWalk,
  type WalkState,
} from "../../src/walk/walk-state.ts";
import { builtIn, lead, now, startWalking } from "./support/walking.ts";

const context: WalkContext = { now, by: lead, evidence: {}, freshMinutes: 10 };

function send(state: WalkState, command: WalkCommand): WalkState {
  const decision = decideWalk(builtIn, state, command, context);
  if ("refusal" in decision) throw new Error(decision.refusal.code);
  return decision.events.reduce((after, event) => evolveWalk(after, { at: now, by: lead, event }), state);
}

/** The leaf of every way from here on, by every answer each question offers. */
function* leavesFrom(state: WalkState): Generator<Leaf> {
  const question = currentQuestion(state);
  if (!question) yield currentLeaf(state)!;
  for (const { id } of question?.choices ?? []) {
    const answer = { type: "answer", revision: state.revision, question: question!.id, answer: id } as const;
    yield* leavesFrom(send(state, answer));
  }
}

describe("every path of the tree", () => {
  test.each(Object.keys(builtIn.entries))("from %s ends at a resolution with steps", (entry) => {
    let ways = 0;
    for (const leaf of leavesFrom(send(noWalk, { type: "start", entry }))) {
      ways++;
      if (leaf.steps.length === 0) throw new Error(`${leaf.resolution} has no steps`);
    }
    expect(ways).toBeGreaterThan(1);
  });

  test("this did not help leads from every resolution to the last resort", () => {
    for (const first of Object.keys(builtIn.resolutions)) {
      const way = [];
      for (let id: string | undefined = first; id; id = onwards(id)) way.push(id);
      expect(way.at(-1)).toBe("ask_support");
    }
  });
});

/** The resolution come to when one did not help, and every question after it is answered with "Can't tell". */
function onwards(resolution: string): string | undefined {
  let target = builtIn.resolutions[resolution]!.otherwise;
  while (target && "question" in target) {
    const { choices, cant_tell } = builtIn.questions[target.question]!;
    target = choices === "errors" ? builtIn.errors[cant_tell]!.leads_to : choices[cant_tell]!.leads_to;
  }
  return target?.resolution;
}

describe("the branches of the original runbook", () => {
  test.each<[branch: string, answers: string[], severity: string, resolution: string]>([
    ["no auto-run: enable it for table, then columns", ["no", "no"], "P2", "auto_run_off"],
    ["no credits: add credits or own keys", ["no", "yes", "no"], "P1", "credits_exhausted"],
    ["webhook at its limit", ["no", "yes", "yes", "yes", "no", "limit"], "P1", "webhook_replace"],
    ["webhook URL expired", ["no", "yes", "yes", "yes", "no", "gone"], "P1", "webhook_recreate"],
    [
      "webhook refuses, nobody knows how",
      ["no", "yes", "yes", "yes", "no", "cant_tell"],
      "P1",
      "webhook_replace",
    ],
    [
      "provider connection lost",
      ["no", "yes", "yes", "yes", "yes", "yes", "lost"],
      "P3",
      "provider_reconnect",
    ],
    [
      "provider rate limited",
      ["no", "yes", "yes", "yes", "yes", "yes", "limited"],
      "P3",
      "provider_rate_limited",
    ],
  ])("%s", (_branch, answers, severity, resolution) => {
    const walk = startWalking({ entry: "enrichment_not_running" }).answer(...answers);
    expect(walk.leaf).toBe(resolution);
    expect(builtIn.resolutions[resolution]!.severity).toBe(severity);
  });

  test("red cells lead to reading them", () => {
    expect(startWalking({ entry: "enrichment_not_running" }).answer("yes").asks).toBe("read_error");
  });

  test.each<[resolution: string, severity: string, steps: RegExp[]]>([
    [
      "credits_exhausted",
      "P1",
      [/Settings > Plans & Billing/, /your own provider API keys/, /credit pack or upgrade/, /burn alerts/],
    ],
    [
      "webhook_replace",
      "P1",
      [/"limit reached"/, /new webhook on the same table/, /CLAY_WEBHOOK_URL in every/, /test payload/],
    ],
    ["low_hit_rate", "P2", [/Sample 10 rows/, /Settings > Connections/, /Filter invalid rows/, /Reconnect/]],
    ["crm_sync_failures", "P2", [/red cells/, /new CRM API key/, /body \(JSON\)/, /single row by hand/]],
  ])("the resolution %s has its severity and its steps in their order", (id, severity, steps) => {
    const resolution = builtIn.resolutions[id]!;
    const found = steps.map((pattern) => resolution.steps.findIndex((step) => pattern.test(step.do)));
    expect(resolution.severity).toBe(severity);
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test("a low hit rate is watched for the next hour", () => {
    expect(builtIn.resolutions.low_hit_rate?.watch).toMatchObject({
      for_minutes: 60,
      normal: { at_least: 60 },
    });
  });

  test("severities keep their definitions and times", () => {
    expect(
      Object.entries(builtIn.severities).map(([id, rule]) => [id, rule.definition, rule.respond_within]),
    ).toEqual([
      ["P1", "Complete data flow stopped", { minutes: 15 }],
      ["P2", "Degraded enrichment", { minutes: 60 }],
      ["P3", "Minor impact", { minutes: 240 }],
      ["P4", "No user impact", "next_business_day"],
    ]);
  });

  test("the troubleshooting table is whole", () => {
    expect(Object.values(builtIn.troubleshooting).map(({ issue }) => issue)).toEqual([
      "Can't access Clay dashboard",
      "Webhook test returns nothing",
      "All providers returning empty",
      "CRM pushing wrong data",
    ]);
  });

  test("rows are sent again paced and without duplicates wherever some were lost", () => {
    const losing = [
      "webhook_replace",
      "webhook_recreate",
      "webhook_token",
      "webhook_throttled",
      "webhook_bad_rows",
      "clay_outage",
    ];
    for (const id of [...losing, "sender_wrong_address"]) {
      const steps = builtIn.resolutions[id]!.steps.map((step) => step.id);
      const replay = ["collect_lost_rows", "remove_duplicates", "resend_paced"];
      expect(steps.filter((step) => replay.includes(step))).toEqual(replay);
    }
  });

  test("rows are sent again only after a test row was taken", () => {
    for (const [id, { steps }] of Object.entries(builtIn.resolutions)) {
      const resent = steps.findIndex((step) => step.id === "resend_paced");
      const checked = steps.slice(0, Math.max(0, resent)).some((step) => step.verify === "webhook_accepting");
      expect([id, checked]).toEqual([id, resent >= 0]);
    }
  });

  test("the bleeding is stopped at the table first, at the senders last", () => {
    const steps = builtIn.resolutions.stop_the_bleeding!.steps.map(({ id }) => id);
    expect(steps.slice(0, 4)).toEqual(["table_off", "stop_columns", "pause_schedules", "pause_senders"]);
  });
});
