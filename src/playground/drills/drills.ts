import { localWebhooks, webhookLimit } from "../../fake-clay/world.ts";
import {
  hasAction,
  hasChecklist,
  hasStatus,
  hasTick,
  isLed,
  isPublished,
  ofIncident,
  takesRows,
  triageSays,
} from "./checks.ts";
import type { Drill, Step } from "./drill.ts";
import { command, declareFrom, publish, resolve, startWalk, tick, update, walk } from "./hands.ts";
import { allAreBack, type Replay } from "./lost-rows.ts";

const askTriage = (finds: RegExp): Step => ({
  title: "Ask what is wrong",
  how: "In #incidents, type /clay-incident triage. It looks at Clay from all sides and says what it found.",
  isDone: triageSays(finds),
  show: command("triage"),
});

const declareFromTriage: Step = {
  title: "Declare it, and lead",
  how: "Press “Declare” under the triage, look through the form, tick “I am leading”, and send it. The incident gets a channel of its own: find it on the left.",
  isDone: isLed,
  show: declareFrom("triage", "triage.declare"),
};

const tellOthers = (text: string, action: string): Step => ({
  title: "Tell the others",
  how: "In the incident's channel, press “Update” in the pinned message. Say what changed, set the status to Mitigating, and name the action you took.",
  isDone: (sight) => hasStatus("Mitigating")(sight) && hasAction(sight),
  show: update(text, action),
});

const end = (words: { resolution: string; root_cause: string; prevention: string }): Step[] => [
  {
    title: "Resolve it",
    how: "Press “Resolve” in the pinned message. Triage runs once more while you write down what mended it.",
    isDone: hasStatus("Resolved"),
    show: resolve(words),
  },
  {
    title: "Publish the postmortem",
    how: "Press “Postmortem” in the pinned message. The record has filled it in: look it over, and press “Publish”. It becomes the channel's canvas, with a picture of the incident.",
    isDone: isPublished,
    show: publish,
  },
];

/** The rows that were lost, sent again with the real tool. */
const sendAgain = ({ commands, run }: Replay): Step => ({
  title: "Send the lost rows again",
  how: `Clay keeps nothing it refused: your sender's log has it. In a terminal, in the project's folder, type ${commands.join(" and then ")}. The first plans and sends nothing, the second sends.`,
  isDone: ({ rows }) => allAreBack(rows),
  show: run,
});

const webhookAtItsLimit = (replay: Replay | undefined): Drill => ({
  id: "webhook-limit",
  title: "The webhook hit its limit",
  story: "New leads are not enriched since this morning. Your sender gets errors from Clay.",
  scenario: "webhook limit",
  steps: [
    askTriage(/50,000|limit/i),
    declareFromTriage,
    {
      title: "Replace the webhook, and tick that off",
      how: "In Clay one would add a new webhook source. Here, open the “Clay” tab and press “Replace” beside “leads”. Then press “Done” at that step in the incident's checklist: everyone sees who did what.",
      isDone: (sight) => takesRows(localWebhooks.leads, webhookLimit)(sight) && hasTick(sight),
      show: async (hands) => {
        // The incident looks at Clay once more before it says what is to be done.
        await hands.eventually((sight) => ofIncident(sight, "checklist"));
        hands.clay.setWebhook(localWebhooks.leads, { rows: 0 });
        await tick(hands);
      },
    },
    tellOthers("A new webhook is in place; the rows that were lost are sent again.", "Replaced the webhook"),
    ...(replay ? [sendAgain(replay)] : []),
    ...end({
      resolution: "A new webhook; the sender uses its URL; lost rows were sent again.",
      root_cause: "The webhook had taken all of its 50,000 submissions.",
      prevention: "A warning when a webhook has taken 40,000.",
    }),
  ],
});

const creditsRanOut: Drill = {
  id: "credits-zero",
  title: "Credits ran out",
  story: "The sales team says that columns have stopped finding anything.",
  scenario: "credits zero",
  steps: [
    askTriage(/credits/i),
    declareFromTriage,
    {
      title: "Top up",
      how: "Buying credits takes an admin of the workspace. Here, open the “Clay” tab and set Credits to 25,000.",
      isDone: ({ clay }) => (clay.balance.credits ?? 0) > 0,
      show: async ({ clay }) => clay.setBalance({ ...clay.state().balance, credits: 25_000 }),
    },
    tellOthers("Credits are topped up; failed rows are run again.", "Topped up 25,000 credits"),
    ...end({
      resolution: "Topped up; the rows that had failed were run again.",
      root_cause: "A table ran every night over all rows.",
      prevention: "A budget per table, and the alert for low credits.",
    }),
  ],
};

const crmSyncFails: Drill = {
  id: "crm-sync",
  title: "CRM sync fails",
  story: "Clay has the data, but the CRM does not get it. No probe can see that: you have to look.",
  scenario: "healthy",
  steps: [
    {
      title: "Say what you see",
      how: "In #incidents, type /clay-incident diagnose and choose “CRM sync failing”.",
      isDone: (sight) => sight.told.some(({ name }) => name.startsWith("walk")),
      show: startWalk("CRM sync failing"),
    },
    {
      title: "Answer the tree",
      how: "It asks what only you can look at. Say that the login is refused, as if you had read it in a red cell.",
      isDone: hasChecklist,
      show: walk(["Login, key or permission refused"]),
    },
    {
      title: "Declare it, and lead",
      how: "Press “Declare” under the checklist, tick “I am leading”, and send the form.",
      isDone: isLed,
      show: declareFrom("checklist", "checklist.declare"),
    },
    {
      title: "Work through the checklist",
      how: "In the incident's channel, tick a step as if you had done it. Everyone sees who did what.",
      isDone: hasTick,
      show: tick,
    },
    ...end({
      resolution: "A new key for the CRM account in Clay; the red rows were run again.",
      root_cause: "The CRM's key had expired.",
      prevention: "A note in the calendar before the next one expires.",
    }),
  ],
};

const clayIsDown: Drill = {
  id: "clay-down",
  title: "Clay is down",
  story: "Nothing answers. Is it Clay, or is it us?",
  scenario: "clay errors",
  steps: [
    askTriage(/Clay/),
    declareFromTriage,
    tellOthers("It is an outage at Clay. We hold back new rows until it is over.", "Stopped the sender"),
    {
      title: "Clay comes back",
      how: "In the “Clay” tab, choose “Healthy”.",
      isDone: ({ clay }) => clay.scenario === "healthy",
      show: ({ clay }) => clay.play("healthy"),
    },
    ...end({
      resolution: "Clay is back; the rows held back were sent.",
      root_cause: "An outage at Clay.",
      prevention: "The sender holds rows back by itself when Clay answers 503.",
    }),
  ],
};

/** The drills there are, easiest first. Without `replay` nobody is asked to bring lost rows back. */
export function createDrillList(replay?: Replay): readonly Drill[] {
  return [webhookAtItsLimit(replay), creditsRanOut, crmSyncFails, clayIsDown];
}
