import type { KnownBlock } from "@slack/types";
import { say, time } from "../../lib/words.ts";
import { isWorse, type Severity } from "../../runbook/severity.ts";
import type { ChecklistStep, Leaf, Tick } from "../../runbook/walk-state.ts";
import type { Content } from "../slots.ts";
import { verbAction } from "../verb-action.ts";
import { button } from "./buttons.ts";
import { mrkdwn, section, shortenMrkdwn, textLimit } from "./mrkdwn.ts";

/** The action ids of a checklist's buttons. Each carries stream, resolution and, for a step, its id. */
export const checklistActions = {
  tick: "checklist.tick",
  untick: "checklist.untick",
  verify: "checklist.verify",
  didNotHelp: "checklist.did_not_help",
  /** stream */
  declare: "checklist.declare",
  watch: "checklist.watch",
} as const;

export type ShownChecklist = {
  stream: string;
  leaf: Leaf;
  ticks: readonly Tick[];
  /** The walk is still at this resolution. */
  isCurrent: boolean;
  /** The incident's severity; null outside an incident. */
  severity: Severity | null;
};

/** A resolution as a checklist: each step with who does it, what it costs, and who ticked it. */
export function renderChecklist(shown: ShownChecklist): Content {
  const { stream, leaf, ticks, isCurrent } = shown;
  const done = `${ticks.length} of ${leaf.steps.length} done`;
  const title = `*${mrkdwn(leaf.title)}* · ${leaf.severity} · ${isCurrent ? done : `${done}, then left: it did not help`}`;
  const steps = leaf.steps.map((step, i) => stepText(step, i, tickOf(step, ticks)));
  const blocks: KnownBlock[] = [
    section(title),
    ...(shown.severity ? [] : [section(`*Impact*  ${mrkdwn(leaf.impact)}`)]),
    ...leaf.steps.flatMap((step, i) => stepBlocks(shown, step, steps[i]!)),
    ...(leaf.prevention ? [section(`*So that it stays mended*  ${mrkdwn(leaf.prevention)}`)] : []),
    ...(isCurrent ? outcome(shown) : []),
  ];
  const text = [title, ...steps].join("\n");
  return { text: shortenMrkdwn(text, textLimit), blocks: blocks.slice(0, 50) };

  function outcome({ severity }: ShownChecklist): KnownBlock[] {
    const elements = [
      ...(severity ? [] : [declare(stream, leaf)]),
      ...(severity && isWorse(leaf.severity, severity) ? [raise(stream, leaf)] : []),
      ...(severity && leaf.watch
        ? [
            button({
              action: checklistActions.watch,
              text: `Watch: ${leaf.watch.what}`,
              value: `${stream} ${leaf.resolution}`,
            }),
          ]
        : []),
      ...(leaf.leadsOn
        ? [
            button({
              action: checklistActions.didNotHelp,
              text: "This did not help",
              value: `${stream} ${leaf.resolution}`,
            }),
          ]
        : []),
    ];
    return elements.length ? [{ type: "actions", elements }] : [];
  }
}

function declare(stream: string, leaf: Leaf) {
  const text = `Declare ${leaf.severity}: ${leaf.incidentTitle}`;
  return button({ action: checklistActions.declare, text, value: stream, style: "primary" });
}

function raise(stream: string, { severity, title }: Leaf) {
  return button({
    action: verbAction("severity"),
    text: `Raise to ${severity}`,
    value: `${stream} ${severity} The tree led to: ${title}`,
    style: "primary",
  });
}

function tickOf(step: ChecklistStep, ticks: readonly Tick[]): Tick | undefined {
  return ticks.find((tick) => tick.step === step.id);
}

function stepText(step: ChecklistStep, index: number, tick: Tick | undefined): string {
  const link = step.link ? ` <${step.link.url}|${mrkdwn(step.link.title)}>` : "";
  const facts = [step.owner, ...(step.cost ? [`costs ${step.cost}`] : [])].join(" · ");
  const state = tick
    ? mrkdwn(
        tick.how.by === "evidence"
          ? say`Done: ${tick.how.because} (${time(tick.at)})`
          : say`Done by ${tick.by}, ${time(tick.at)}`,
      )
    : mrkdwn(facts);
  return `${tick ? "✅" : "⬜"} ${index + 1}. ${mrkdwn(step.do)}${link}\n     ${state}`;
}

function stepBlocks(
  { stream, leaf, ticks, isCurrent }: ShownChecklist,
  step: ChecklistStep,
  text: string,
): KnownBlock[] {
  if (!isCurrent) return [section(text)];
  const value = `${stream} ${leaf.resolution} ${step.id}`;
  const isDone = tickOf(step, ticks) !== undefined;
  const done = button({
    action: isDone ? checklistActions.untick : checklistActions.tick,
    text: isDone ? "Not done" : "Done",
    label: `${isDone ? "Not done" : "Done"}: ${step.do}`,
    value,
  });
  if (isDone || !step.verify) return [{ ...section(text), accessory: done }];
  const check = button({
    action: checklistActions.verify,
    text: "Check now",
    label: `Check now: ${step.do}`,
    value,
  });
  return [section(text), { type: "actions", elements: [check, done] }];
}
