import { describe, expect, test } from "vitest";
import { describeProblem } from "../../src/playground/slack/blocks/rules.ts";
import { validateBlocks } from "../../src/playground/slack/blocks/validate-blocks.ts";
import type { Runbook } from "../../src/runbook/schema.ts";
import type { Content } from "../../src/slack/deliver/slots.ts";
import { renderTroubleshooting } from "../../src/slack/features/look/help-handle.ts";
import { renderChecklist } from "../../src/slack/features/walk/checklist-render.ts";
import { renderWalk } from "../../src/slack/features/walk/walk-render.ts";
import { renderWaysIn } from "../../src/slack/features/walk/ways-in-render.ts";
import { currentLeaf, noWalk } from "../../src/walk/walk-state.ts";
import { builtIn, startWalking, type Walking } from "../runbook/support/walking.ts";

const stream = "INC-123456789";

/** Each question and each resolution of a runbook as people come to it: by the first way that leads there. */
function everyPlace(runbook: Runbook): Walking[] {
  const places = new Map<string, Walking>();
  const waiting = Object.keys(runbook.entries).map((entry) => ({ entry, answers: [] as string[] }));
  for (let way = waiting.shift(); way; way = waiting.shift()) {
    const { entry, answers } = way;
    const walk = startWalking({ entry, runbook }).answer(...answers);
    const place = walk.asks ?? walk.leaf!;
    if (places.has(place)) continue;
    places.set(place, walk);
    const { position } = walk.state;
    const choices = position && "question" in position ? position.question.choices : [];
    waiting.push(...choices.map(({ id }) => ({ entry, answers: [...answers, id] })));
  }
  return [...places.values()];
}

function contentsOf({ state: walk }: Walking): Content[] {
  const leaf = currentLeaf(walk);
  const shown = { stream, ticks: walk.ticks, severityKept: null, isClosed: false };
  return [
    renderWalk({ stream, walk, seen: { answers: {}, results: null } }),
    ...(leaf ? [renderChecklist({ ...shown, leaf, severity: null })] : []),
    ...(leaf ? [renderChecklist({ ...shown, leaf, severity: "P4" })] : []),
  ];
}

/** All that Slack would refuse, and every text of the blocks that the message's own text does not say. */
function faultsOf({ text, blocks }: Content): string[] {
  const refused = validateBlocks(structuredClone(blocks)).map(describeProblem);
  const unsaid = blocks.flatMap((block) =>
    block.type === "section" && block.text && !text.includes(block.text.text) ? [block.text.text] : [],
  );
  return [...refused, ...unsaid];
}

describe("what Slack shows of a walk", () => {
  test("every question and resolution is within Slack's limits, and its text says all that its blocks say", () => {
    const places = everyPlace(builtIn);
    expect(places.length).toBeGreaterThan(50);
    for (const place of places)
      for (const content of contentsOf(place)) expect(faultsOf(content)).toEqual([]);
  });

  test("a runbook at the limits of the check is shown as well", () => {
    const runbook = structuredClone(builtIn);
    const { auto_run } = runbook.questions;
    const yes = { label: "x".repeat(75), leads_to: { resolution: "crm_down" } };
    const names = Array.from({ length: 100 }, (_, i) => `${"long".repeat(11)}_${i}`);
    auto_run!.choices = Object.fromEntries(names.map((name) => [name, yes]));
    auto_run!.cant_tell = names[0]!;
    const crm = runbook.resolutions.crm_down!;
    const step = { ...crm.steps[0]!, verify: "credits_left" as const };
    crm.steps = Array.from({ length: 20 }, (_, i) => ({ ...step, id: `step_${i}` }));
    const walk = startWalking({ entry: "enrichment_not_running", runbook }).answer("no");
    for (const content of contentsOf(walk)) expect(faultsOf(content)).toEqual([]);
    for (const content of contentsOf(walk.answer(names[99]!))) expect(faultsOf(content)).toEqual([]);
  });

  test("the ways in and the troubleshooting table say in words what they offer", () => {
    const ways = renderWaysIn("new", noWalk, builtIn);
    expect(faultsOf(ways)).toEqual([]);
    for (const { title, symptom } of Object.values(builtIn.entries))
      expect(ways.text).toContain(`${title}: ${symptom}`);
    expect(faultsOf(renderTroubleshooting(builtIn, "", "/clay-incident"))).toEqual([]);
  });

  test("each step says who does it, what it costs and whether triage can check it", () => {
    const walk = startWalking({ entry: "enrichment_not_running", evidence: { credits_left: "no" } });
    const { steps } = currentLeaf(walk.state)!;
    const { text } = contentsOf(walk)[1]!;
    for (const { owner, cost, verify } of steps) {
      const said = [owner, ...(cost ? [`costs: ${cost}`] : []), ...(verify ? ["triage can check it"] : [])];
      expect(text).toContain(`\n     ${said.join(" · ")}`);
    }
    expect(steps.some(({ verify }) => verify)).toBe(true);
  });

  test("each button whose words recur says to a screen reader what it is about", () => {
    const evidence = { credits_left: "yes", actions_left: "no" } as const;
    const walk = startWalking({ entry: "enrichment_not_running", evidence });
    const labels = contentsOf(walk).flatMap(({ blocks }) =>
      JSON.stringify(blocks).match(/"accessibility_label":"[^"]+/g),
    );
    expect(labels).toContain(`"accessibility_label":"That's wrong: Do you have actions left?`);
    const done = labels.filter((label) => label?.includes("Done: "));
    expect(new Set(done).size).toBe(currentLeaf(walk.state)!.steps.length);
  });
});
