import { afterAll, beforeAll, expect, test } from "vitest";
import { currentLeaf, currentQuestion } from "../../src/runbook/walk-state.ts";
import { mrkdwn } from "../../src/slack/render/mrkdwn.ts";
import { builtIn, startWalking, type Walking } from "../runbook/support/walking.ts";
import { type } from "../support/acts.ts";
import { openRig, type Rig, type Stage } from "../support/bot.ts";
import { answerIn, checklistSays, pressIn, walkSays } from "../support/walks.ts";

const patienceMs = 60_000;

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({
    // How fast Slack lets one bot edit is not what is tested here: some sixty people walk at once.
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

const answersOf = (walk: Walking) => currentQuestion(walk.state)?.choices.map(({ id }) => id) ?? [];

/** Ways that together give every answer of every question and leave every resolution they reach. */
function waysOverEveryAnswer(): Way[] {
  const given = new Set<string>();
  const left = new Set<string>();
  const isNew = (walk: Walking, answer: string) => !given.has(`${walk.asks} ${answer}`);
  const ways: Way[] = [];
  for (let way = nextWay(); way; way = nextWay()) ways.push(way);
  return ways;

  function nextWay(): Way | undefined {
    for (const entry of Object.keys(builtIn.entries)) {
      const before = wayToNewAnswer(entry, []);
      if (before) return complete(entry, before);
    }
    return undefined;
  }

  /** The fewest answers to a question with an answer nobody has given. */
  function wayToNewAnswer(entry: string, answers: string[], seen = new Set<string>()): string[] | undefined {
    const waiting = [answers];
    for (let way = waiting.shift(); way; way = waiting.shift()) {
      const walk = startWalking({ entry }).answer(...way);
      if (!walk.asks || seen.has(walk.asks)) continue;
      seen.add(walk.asks);
      if (answersOf(walk).some((answer) => isNew(walk, answer))) return way;
      waiting.push(...answersOf(walk).map((answer) => [...way, answer]));
    }
    return undefined;
  }

  function complete(entry: string, before: string[]): Way {
    const walk = startWalking({ entry }).answer(...before);
    const answers = [...before];
    while (walk.asks) {
      const all = answersOf(walk);
      const answer = all.find((one) => isNew(walk, one)) ?? all[0]!;
      given.add(`${walk.asks} ${answer}`);
      answers.push(answer);
      walk.answer(answer);
    }
    const leaf = walk.leaf!;
    const leadsOn = !left.has(leaf) && currentLeaf(walk.state)!.leadsOn;
    left.add(leaf);
    return { entry, answers, leaf, leadsOn };
  }
}

/** The rig as seen from one channel: with some sixty people waiting, each looks at changes of their own alone. */
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
  await walkSays(stage, channel, mrkdwn(`→ *${leaf.title} (${leaf.severity})*`), mrkdwn(leaf.cause));
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

// Every path is walked in memory (test/runbook/tree.test.ts); here every answer is pressed, and every leaf shown.
test(
  "every answer of every question leads in Slack where the runbook says, and every leaf shows its steps",
  async () => {
    const ways = waysOverEveryAnswer();
    const reached = await Promise.all(
      ways.map((way, i) => walkInSlack(way, rig.control.createChannel(`walk-${i}`, { creator: "lead" }))),
    );
    expect(reached).toEqual(ways.map(({ leaf }) => leaf));
    expect(new Set(reached)).toEqual(new Set(Object.keys(builtIn.resolutions)));
  },
  2 * patienceMs,
);
