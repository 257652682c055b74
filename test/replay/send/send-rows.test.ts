import { expect, onTestFinished, test } from "vitest";
import { openFakeClay } from "../../../src/fake-clay/open-fake-clay.ts";
import { localWebhooks } from "../../../src/fake-clay/world.ts";
import { openPlan } from "../../../src/replay/plan/plan.ts";
import type { Answer } from "../../../src/replay/send/answer.ts";
import { rowsToSend } from "../../../src/replay/send/ledger.ts";
import { createPostRow } from "../../../src/replay/send/post-row.ts";
import type { SendOptions } from "../../../src/replay/send/run.ts";
import { sendRows } from "../../../src/replay/send/send-rows.ts";
import { standingOf } from "../../../src/replay/send/standing.ts";
import { leads } from "../support/replay-rig.ts";
import { planOf } from "../support/rows.ts";
import { createSimClock, type SimClock } from "../support/sim-clock.ts";

const accepted: Answer = { status: 200, text: "", retryAfter: undefined };

/** Sends so many rows of a plan by a clock that is moved. `launches`: when rows left, in milliseconds. */
async function openRun(
  count: number,
  options: Partial<Omit<SendOptions, "clock">> & { clock?: SimClock; takesTime?: true } = {},
) {
  const clock = options.clock ?? createSimClock();
  const { plan: path } = await planOf("rows.ndjson", leads(count));
  const plan = openPlan(path);
  // What a crash leaves is tried elsewhere; here thousands of rows go by a clock that takes no time.
  plan.database.exec("PRAGMA synchronous = OFF");
  onTestFinished(() => {
    if (plan.database.isOpen) plan.close();
  });
  const { wanted, count: total } = rowsToSend(plan, false);
  const launches: number[] = [];
  const post = options.post ?? (async () => accepted);
  const run = () =>
    clock.actor(() =>
      sendRows({
        plan,
        wanted,
        total,
        perSecond: 5,
        clock,
        signal: new AbortController().signal,
        rampRows: null,
        look: async () => true,
        isBalanceLow: async () => false,
        onProgress: () => {},
        ...options,
        post: (body) => {
          launches.push(clock.now());
          return options.takesTime ? post(body) : clock.outside(post(body));
        },
      }),
    );
  return { clock, plan, launches, run };
}

async function finish<T>(clock: SimClock, ...work: [Promise<T>, ...Promise<unknown>[]]): Promise<T> {
  const [first] = await Promise.all([Promise.all(work), clock.run()]);
  return first[0];
}

const openClay = async (clock: SimClock) => {
  const clay = await openFakeClay({ now: clock.now });
  onTestFinished(clay.close);
  return clay;
};

/** A live sender beside the replay: so many rows a second, and what became of them. */
function liveSender(clock: SimClock, url: string, perSecond: number, isOver: () => boolean) {
  const statuses: number[] = [];
  const post = createPostRow({ url });
  const work = clock.actor(async () => {
    while (!isOver()) {
      const answer = await clock.outside(post('{"live":true}'));
      statuses.push("status" in answer ? answer.status : 0);
      await clock.sleep(1000 / perSecond, new AbortController().signal);
    }
  });
  return { statuses, work };
}

async function sendBeside(livePerSecond: number, rows: number) {
  const clock = createSimClock();
  const clay = await openClay(clock);
  const { url } = clay.configuration.webhooks[0]!;
  let isOver = false;
  const changes: number[] = [];
  let speed = 5;
  const replay = await openRun(rows, {
    clock,
    post: createPostRow({ url }),
    onProgress: ({ perSecond }) => {
      if (perSecond > speed) changes.push(clock.now());
      speed = perSecond;
    },
  });
  const startedAt = clock.now();
  const running = replay.run().finally(() => {
    isOver = true;
  });
  const live = liveSender(clock, url, livePerSecond, () => isOver);
  const { ending, progress } = await finish(clock, running, live.work);
  const { launches } = replay;
  return {
    ending,
    progress,
    launches,
    live: live.statuses,
    changes,
    seconds: (clock.now() - startedAt) / 1000,
    clay,
    plan: replay.plan,
  };
}

test("beside a live sender at 4 a second none of its rows is refused, and the replay takes no longer than it must", {
  timeout: 120_000,
}, async () => {
  const { ending, live, seconds, plan, clay } = await sendBeside(4, 300);
  expect(ending).toBe("done");
  expect(standingOf(plan)).toMatchObject({ accepted: 300, refused: 0, inDoubt: 0 });
  expect(live.filter((status) => status !== 200)).toEqual([]);
  expect(seconds).toBeLessThan(1.15 * (300 / 5));
  const own = clay.control.rows(localWebhooks.leads).filter((body) => !body.includes("live"));
  expect(new Set(own).size).toBe(300);
  expect(own).toHaveLength(300);
});

test("beside a live sender at 6 a second it slows down at the first 429, and says so", {
  timeout: 120_000,
}, async () => {
  const { ending, live, launches, progress, changes, plan } = await sendBeside(6, 800);
  expect(ending).toBe("done");
  expect(standingOf(plan)).toMatchObject({ accepted: 800, refused: 0 });
  expect(progress.throttled).toBeGreaterThan(0);
  const firstRefusal = launches.findIndex((at, i) => i > 0 && at - launches[i - 1]! > 900);
  const after = launches.slice(firstRefusal);
  for (let i = 40; i < after.length; i++) expect(after[i]! - after[i - 40]!).toBeGreaterThan(10_000);
  for (const [i, at] of changes.entries())
    expect(at - (changes[i - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(5 * 60_000);
  expect(live.filter((status) => status !== 200).length / live.length).toBeLessThanOrEqual(0.01);
});

test("a 429 stops everything for as long as Clay asks, and its row is sent again", async () => {
  let turn = 0;
  const answers: Answer[] = [accepted, { status: 429, text: "", retryAfter: "30" }];
  const { clock, plan, launches, run } = await openRun(3, { post: async () => answers[turn++] ?? accepted });
  expect((await finish(clock, run())).ending).toBe("done");
  expect(standingOf(plan)).toMatchObject({ accepted: 3, refused: 0 });
  expect(launches).toHaveLength(4);
  expect(launches[2]! - launches[1]!).toBeGreaterThanOrEqual(30_000);
});

test.each<[string, Answer, string, number]>([
  [
    "403 at the limit",
    { status: 403, text: '{"message":"Record limit reached for webhook"}', retryAfter: undefined },
    "limit_reached",
    1,
  ],
  ["another 403", { status: 403, text: "", retryAfter: undefined }, "forbidden", 1],
  ["401", { status: 401, text: "", retryAfter: undefined }, "token", 1],
  ["402", { status: 402, text: "", retryAfter: undefined }, "payment", 1],
  ["404", { status: 404, text: "", retryAfter: undefined }, "gone", 1],
  ["a redirect", { status: 301, text: "", retryAfter: undefined }, "redirected", 1],
  ["five 5xx in a row", { status: 503, text: "", retryAfter: undefined }, "server_trouble", 5],
  ["five rows without an answer", { noAnswer: "ECONNRESET", neverSent: false }, "no_answers", 5],
  ["five rows that never left", { noAnswer: "ECONNREFUSED", neverSent: true }, "unreachable", 5],
])("%s stops it", async (_what, answer, reason, sent) => {
  const { clock, plan, launches, run } = await openRun(50, { post: async () => answer });
  expect((await finish(clock, run())).ending).toBe(reason);
  expect(launches).toHaveLength(sent);
  const noAnswer = "noAnswer" in answer && !answer.neverSent;
  expect(standingOf(plan)).toMatchObject({
    refused: noAnswer ? 0 : sent,
    inDoubt: noAnswer ? sent : 0,
    open: 50 - sent,
  });
});

test("what is refused otherwise is left refused; what got no answer is left in doubt", async () => {
  const answers: Answer[] = [
    { status: 400, text: "", retryAfter: undefined },
    { noAnswer: "ETIMEDOUT", neverSent: false },
  ];
  let turn = 0;
  const { clock, plan, launches, run } = await openRun(5, { post: async () => answers[turn++] ?? accepted });
  expect((await finish(clock, run())).ending).toBe("done");
  expect(launches).toHaveLength(5);
  expect(standingOf(plan)).toEqual({ planned: 5, accepted: 3, refused: 1, inDoubt: 1, open: 0 });
  expect(rowsToSend(plan, false).count).toBe(1);
  expect(rowsToSend(plan, true).count).toBe(2);
});

test("after the first rows all are waited for, and somebody is asked", async () => {
  let asked = 0;
  const { clock, plan, run } = await openRun(30, {
    rampRows: 10,
    look: async ({ accepted: count, underWay }) => {
      asked++;
      expect([count, underWay]).toEqual([10, 0]);
      return false;
    },
  });
  expect((await finish(clock, run())).ending).toBe("ramp");
  expect(asked).toBe(1);
  expect(standingOf(plan).open).toBe(20);
});

test("a balance that is too low stops it, and is asked for once a minute", async () => {
  let asked = 0;
  const { clock, plan, run } = await openRun(1000, { isBalanceLow: async () => ++asked > 2 });
  expect((await finish(clock, run())).ending).toBe("low_balance");
  expect(standingOf(plan).accepted).toBeGreaterThan(590);
  expect(standingOf(plan).accepted).toBeLessThan(610);
});

test("told to stop, it waits for what is under way and sends nothing more", async () => {
  const abort = new AbortController();
  let turn = 0;
  const { clock, plan, run } = await openRun(50, {
    signal: abort.signal,
    post: async () => {
      if (++turn === 5) abort.abort();
      return accepted;
    },
  });
  expect((await finish(clock, run())).ending).toBe("asked");
  expect(standingOf(plan)).toMatchObject({ accepted: 5, inDoubt: 0, open: 45 });
});

test("never more than ten rows are on their way", async () => {
  const clock = createSimClock();
  let underWay = 0;
  let most = 0;
  const { run } = await openRun(60, {
    clock,
    perSecond: 9,
    takesTime: true,
    post: async () => {
      most = Math.max(most, ++underWay);
      await clock.sleep(5000, new AbortController().signal);
      underWay--;
      return accepted;
    },
  });
  expect((await finish(clock, run())).ending).toBe("done");
  expect(most).toBe(10);
});
