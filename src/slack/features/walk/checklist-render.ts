import type { Button, KnownBlock } from "@slack/types";
import type { WebhookToTest } from "../../../incident/evidence/test-rows.ts";
import { replayStep } from "../../../incident/replay/replayed.ts";
import { say, time } from "../../../lib/words.ts";
import { isWorse, type Severity } from "../../../runbook/severity.ts";
import type { ChecklistStep, KeptSeverity, Leaf, LeftLeaf, Tick } from "../../../walk/walk-state.ts";
import { button } from "../../blocks/buttons.ts";
import { contentOf, context, mrkdwn, section } from "../../blocks/mrkdwn.ts";
import { verbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";
import { testRowConsent } from "../triage/test-row-consent-render.ts";

/**
 * The action ids of a checklist's buttons. Each carries stream, resolution and, for a step, its id; a check also the
 * webhooks that get a test row.
 */
export const checklistActions = {
  tick: "checklist.tick",
  untick: "checklist.untick",
  verify: "checklist.verify",
  didNotHelp: "checklist.did_not_help",
  /** stream, resolution, the severity to keep */
  keep: "checklist.keep_severity",
  /** stream */
  declare: "checklist.declare",
  watch: "checklist.watch",
} as const;

export type ShownChecklist = {
  stream: string;
  leaf: Leaf;
  ticks: readonly Tick[];
  /** Why the walk has left this resolution; undefined while it is here. */
  left?: LeftLeaf["because"] | undefined;
  severityKept: KeptSeverity | null;
  /** The incident's severity; null outside an incident. */
  severity: Severity | null;
  /** The webhooks a check tests with a row; undefined: nobody knows yet which there are. */
  webhooks?: readonly WebhookToTest[] | undefined;
  /** Nothing can be pressed here any more. */
  isClosed: boolean;
};

const whyLeft = { did_not_help: "left: it did not help", went_elsewhere: "left: the walk went elsewhere" };

/** A resolution as a checklist: each step with who does it, what it costs, and who ticked it. */
export function renderChecklist(shown: ShownChecklist): Content {
  const { leaf, ticks, left, severity } = shown;
  const state = [`${ticks.length} of ${leaf.steps.length} done`, ...(left ? [whyLeft[left]] : [])].join(", ");
  const canPress = left === undefined && !shown.isClosed;
  return contentOf([
    section(`*${mrkdwn(leaf.title)}* · ${leaf.severity} · ${state}`),
    ...(severity ? [] : [section(`*Impact*  ${mrkdwn(leaf.impact)}`)]),
    ...leaf.steps.flatMap((step, i) => stepBlocks(shown, step, i, canPress)),
    ...(leaf.prevention ? [section(`*So that it stays mended*  ${mrkdwn(leaf.prevention)}`)] : []),
    ...(canPress ? outcome(shown) : []),
  ]);
}

function stepBlocks(
  shown: ShownChecklist,
  step: ChecklistStep,
  index: number,
  canPress: boolean,
): KnownBlock[] {
  const { stream, leaf, ticks } = shown;
  const tick = ticks.find((one) => one.step === step.id);
  const text = `${stepText(step, index, tick)}${tick ? "" : replayCommand(step, shown)}`;
  if (!canPress) return [section(text)];
  const value = `${stream} ${leaf.resolution} ${step.id}`;
  const { tick: done, untick: notDone } = checklistActions;
  const box = tick
    ? button({ action: notDone, text: "Not done", label: `Not done: ${step.do}`, value })
    : button({ action: done, text: "Done", label: `Done: ${step.do}`, value });
  if (tick || !step.verify) return [{ ...section(text), accessory: box }];
  return [section(text), { type: "actions", elements: [checkNow(step, value, shown), box] }];
}

function checkNow(step: ChecklistStep, value: string, { webhooks }: ShownChecklist): Button {
  const { confirm, carried } = testRowConsent(step.verify!, webhooks);
  return button({
    action: checklistActions.verify,
    text: "Check now",
    label: `Check now: ${step.do}`,
    value: `${value} ${carried}`.trim(),
    ...(confirm && { confirm }),
  });
}

function stepText(step: ChecklistStep, index: number, tick: Tick | undefined): string {
  const link = step.link ? ` <${step.link.url}|${mrkdwn(step.link.title)}>` : "";
  const cost = step.cost ? ` · costs: ${step.cost}` : "";
  const verified = step.verify ? " · triage can check it" : "";
  const state = mrkdwn(tick ? tickWords(tick) : `${step.owner}${cost}${verified}`);
  return `${tick ? "✅" : "⬜"} ${index + 1}. ${mrkdwn(step.do)}${link}\n     ${state}`;
}

/** The step that sends lost rows again says the command that does, filled in with what is known here. */
function replayCommand(step: ChecklistStep, { stream, severity, webhooks }: ShownChecklist): string {
  if (step.id !== replayStep) return "";
  const webhook = webhooks?.length === 1 ? webhooks[0]!.name : "NAME";
  const during = severity ? ` --at '$.time' --incident ${stream} --out ${stream}.plan` : " --out lost.plan";
  const command = `clay-incident replay FILE --webhook ${webhook} --key '$.email'${during}`;
  return `\n     In a terminal: \`${mrkdwn(command)}\` plans it and sends nothing.`;
}

function tickWords({ by, at, how }: Tick) {
  return how.by === "evidence"
    ? say`Done, says triage: ${how.because} (checked by ${by}, ${time(at)})`
    : say`Done by ${by}, ${time(at)}`;
}

/** What the resolution proposes beyond its steps. */
function outcome(shown: ShownChecklist): KnownBlock[] {
  const { stream, leaf, severity } = shown;
  const value = `${stream} ${leaf.resolution}`;
  const { declare, watch, didNotHelp } = checklistActions;
  const title = `Declare ${leaf.severity}: ${leaf.incidentTitle}`;
  if (severity && isAllDone(shown)) return whatNow(shown);
  const elements = [
    ...(severity ? [] : [button({ action: declare, text: title, value: stream, style: "primary" })]),
    ...(severity && leaf.watch ? [button({ action: watch, text: `Watch: ${leaf.watch.what}`, value })] : []),
    ...(leaf.leadsOn ? [button({ action: didNotHelp, text: "This did not help", value })] : []),
  ];
  return [...proposal(shown), ...(elements.length > 0 ? [{ type: "actions" as const, elements }] : [])];
}

function isAllDone({ leaf, ticks }: ShownChecklist): boolean {
  return leaf.steps.every(({ id }) => ticks.some(({ step }) => step === id));
}

/** All is done that can be: what people press next. */
function whatNow({ stream, leaf }: ShownChecklist): KnownBlock[] {
  const { watch, didNotHelp } = checklistActions;
  const value = `${stream} ${leaf.resolution}`;
  return [
    section("*All steps are done.* If data flows again, resolve the incident: triage looks once more first."),
    {
      type: "actions",
      elements: [
        button({ action: verbAction("resolve"), text: "Resolve", value: stream, style: "primary" }),
        ...(leaf.watch ? [button({ action: watch, text: `Watch: ${leaf.watch.what}`, value })] : []),
        ...(leaf.leadsOn ? [button({ action: didNotHelp, text: "This did not help", value })] : []),
      ],
    },
  ];
}

/** A resolution worse than the incident's severity proposes to raise it, until somebody raises or keeps it. */
function proposal({ stream, leaf, severity, severityKept: kept }: ShownChecklist): KnownBlock[] {
  if (!severity || !isWorse(leaf.severity, severity)) return [];
  if (kept?.severity === severity)
    return [
      context(
        mrkdwn(say`${severity} kept by ${kept.by}, ${time(kept.at)}; this is usually ${leaf.severity}.`),
      ),
    ];
  return [
    section(`*Severity*  This is usually ${leaf.severity}; the incident is ${severity}.`),
    {
      type: "actions",
      elements: [
        button({
          action: verbAction("severity"),
          text: `Raise to ${leaf.severity}`,
          value: `${stream} ${leaf.severity} The tree led to: ${leaf.title}`,
          style: "primary",
        }),
        button({
          action: checklistActions.keep,
          text: `Keep ${severity}`,
          value: `${stream} ${leaf.resolution} ${severity}`,
        }),
      ],
    },
  ];
}
