import type { ActionsBlock, Button } from "@slack/types";
import type { TriageRun } from "../../../incident/triage-run/state.ts";
import { button } from "../../blocks/buttons.ts";
import { shorten } from "../../blocks/mrkdwn.ts";

/** The action ids of a triage message's buttons. Each carries the run's stream; a test row also its probe. */
export const triageActions = {
  again: "triage.again",
  details: "triage.details",
  testRow: "triage.test_row",
  declare: "triage.declare",
  walk: "triage.walk",
} as const;

/** Slack's limit for the text of a confirm dialog. */
const confirmLimit = 300;

/** What to press under a run that has ended. */
export function triageButtons(stream: string, run: TriageRun): ActionsBlock {
  const again = button({ action: triageActions.again, text: "Run again", value: stream });
  if (run.status !== "finished") return { type: "actions", elements: [again] };
  const incident = run.viewers.find((viewer) => viewer.incident)?.incident;
  // With nothing found wrong, people go on by what only they can see.
  const isNext = !run.diagnosis?.severity;
  const walk = button({
    action: triageActions.walk,
    text: "Walk the tree",
    value: incident ?? stream,
    ...(isNext && { style: "primary" }),
  });
  const details = button({ action: triageActions.details, text: "Details", value: stream });
  return { type: "actions", elements: [...declareButton(stream, run), walk, again, details] };
}

/** Offered where the run belongs to no incident yet; first in line when something is wrong. */
function declareButton(stream: string, run: TriageRun): Button[] {
  if (run.declared || run.viewers.some(({ incident }) => incident)) return [];
  const severity = run.diagnosis?.severity;
  return [
    button({
      action: triageActions.declare,
      text: severity ? `Declare ${severity}` : "Declare",
      value: stream,
      ...(severity && { style: "primary" }),
    }),
  ];
}

/** Asks for consent to a test that adds a row, and says what it costs. */
export function testRowButton(stream: string, { probe, name }: TriageRun["probes"][number]): Button {
  const cost =
    `This adds 1 row to the table behind ${name}, counts towards its limit, ` +
    "and starts every auto-run column on that row, which may cost credits.";
  return {
    ...button({
      action: triageActions.testRow,
      text: "Send test row",
      label: `Send test row to ${name}`,
      value: `${stream} ${probe}`,
    }),
    confirm: {
      title: { type: "plain_text", text: "Send a test row?" },
      text: { type: "plain_text", text: shorten(cost, confirmLimit) },
      confirm: { type: "plain_text", text: "Send it" },
      deny: { type: "plain_text", text: "Not now" },
    },
  };
}
