import { afterAll, beforeAll, expect, test } from "vitest";
import { mrkdwn } from "../../src/slack/blocks/mrkdwn.ts";
import { cantTell, currentLeaf, currentQuestion } from "../../src/walk/walk-state.ts";
import { builtIn, startWalking } from "../runbook/support/walking.ts";
import { type } from "../support/acts.ts";
import { openRig, type Rig, type Stage } from "../support/bot.ts";
import { answerIn, checklistSays, pressIn, walkSays } from "../support/walks.ts";

const patienceMs = 60_000;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({
    // How fast Slack lets one bot edit is not what is tested here: some three hundred people walk at once.
    slack: { settings: { rateLimits: false } },
    config: { clay: { webhooks: [], hosts: [], keys: [], callbacks: [] }, triage: { share_seconds: 0 } },
  });
  // With nothing to probe triage answers no question, so that people answer all of them.
  await rig.clay.control.set("status", { answer: "challenge" });
  await rig.startBot();
});
afterAll(() => rig.close());

/** A way through the tree: the ids answered, and whether the resolution it ends at is then left again. */
type Way = { entry: string; answers: string[]; leaf: string; leadsOn: boolean };

/**
 * Every way through the tree to its leaf, and one to each "Can't tell", which from there on goes the way of another
 * answer. Each resolution is left once, where that is possible.
 */
function everyWay(): Way[] {
  const ways: Way[] = [];
  const unsure = new Set<string>();
  const left = new Set<string>();
  for (const entry of Object.keys(builtIn.entries)) follow(entry, []);
  return ways;

  function follow(entry: string, answers: string[]): void {
    const { state, leaf, asks } = startWalking({ entry }).answer(...answers);
    if (leaf) {
      ways.push({ entry, answers, leaf, leadsOn: !left.has(leaf) && currentLeaf(state)!.leadsOn });
      left.add(leaf);
    }
    for (const { id } of currentQuestion(state)?.choices ?? []) {
      if (id !== cantTell) follow(entry, [...answers, id]);
      else if (!unsure.has(asks!)) follow(entry, [...answers, ...restUnsure(entry, answers)]);
      if (id === cantTell) unsure.add(asks!);
    }
  }

  /** "Can't tell" from here to the leaf. */
  function restUnsure(entry: string, answers: string[]): string[] {
    const walk = startWalking({ entry }).answer(...answers);
    const rest: string[] = [];
    for (; walk.asks; walk.answer(cantTell)) rest.push(cantTell);
    return rest;
  }
}

/** The rig as seen from one channel: with some three hundred people waiting, each looks at changes of their own alone. */
function standIn(channel: string): Stage {
  return {
    ...rig,
    async eventually(read) {
      let found = read();
      if (!found) {
        await rig.control.waitFor((change) => {
          if (change.channel === channel) found = read();
          return found;
        }, patienceMs);
      }
      return found as NonNullable<typeof found>;
    },
  };
}

/** Walks a way in Slack beside the same walk in memory, which says what must be shown. */
async function walkInSlack({ entry, answers, leadsOn }: Way, channel: string): Promise<string> {
  const stage = standIn(channel);
  const expected = startWalking({ entry });
  await type(stage, "lead", channel, `diagnose ${builtIn.entries[entry]!.title}`);
  for (const answer of answers) {
    const question = currentQuestion(expected.state)!;
    await walkSays(stage, channel, `▶ *${mrkdwn(question.text)}*`, mrkdwn(question.how));
    expected.answer(answer);
    await answerIn(stage, "lead", channel, question.choices.find(({ id }) => id === answer)!.label);
  }
  const leaf = currentLeaf(expected.state)!;
  await walkSays(stage, channel, mrkdwn(`→ *${leaf.title} (${leaf.severity})*`), mrkdwn(leaf.cause ?? ""));
  const steps = leaf.steps.map((step) => mrkdwn(step.do));
  const checklist = await checklistSays(
    stage,
    channel,
    mrkdwn(`*${leaf.title}* · ${leaf.severity}`),
    ...steps,
  );
  if (!leadsOn) return leaf.resolution;
  await pressIn(stage, "lead", checklist, "This did not help");
  expected.send({ type: "did_not_help", resolution: leaf.resolution });
  const next = currentQuestion(expected.state)?.text ?? currentLeaf(expected.state)?.title;
  await walkSays(stage, channel, `✗ ${mrkdwn(leaf.title)}  *did not help*`, mrkdwn(next!));
  return leaf.resolution;
}

test(
  "every way through the tree leads in Slack where the runbook says, and every leaf shows its steps",
  async () => {
    const ways = everyWay();
    const reached = await Promise.all(
      ways.map((way, i) => walkInSlack(way, rig.control.createChannel(`walk-${i}`, { creator: "lead" }))),
    );
    expect(reached).toEqual(ways.map(({ leaf }) => leaf));
    expect(new Set(reached)).toEqual(new Set(Object.keys(builtIn.resolutions)));
  },
  3 * patienceMs,
);
