import { setTimeout as sleep } from "node:timers/promises";
import type { Envelope } from "../src/playground/slack/delivery/transport.ts";
import { openLocalSlack } from "../src/playground/slack/local-slack.ts";
import type { Interaction } from "../src/playground/slack/people/interaction.ts";
import type { Fields } from "../src/playground/slack/workspace/types.ts";
import { checklistActions } from "../src/slack/features/walk/checklist-render.ts";
import { createManifest } from "../src/slack/manifest.ts";
import { recordOf } from "../test/support/acts.ts";
import type { Rig } from "../test/support/bot.ts";
import { checklistSays, checklistsIn } from "../test/support/walks.ts";
import { type BusyBot, openBusyBot, quiet } from "./support/busy-bot.ts";
import type { Load, Outcome } from "./support/generate.ts";
import { openGenerator } from "./support/generator.ts";
import type { Figure } from "./support/measure.ts";
import { startBare } from "./support/start-bare.ts";
import { median, quantile, rounds } from "./support/statistics.ts";

const incidents = 8;
const perSecond = 200;
const atOnce = 32;
const seconds = 2;
const turns = 5;
// An even number of rounds, so that every step is left unticked.
const idleClicks = 6 * incidents;
const idleGapMs = 250;
const highestP99Share = 3;
const lowestShare = 0.5;
const lowestChanged = 0.9;
const highestShownMs = 300;

/**
 * Measures clicks that change an incident (a step of a checklist ticked and unticked), from the HTTP request to the
 * ack, by when they are on disk; and from the click until the message in Slack shows it. Beside it, in turns, a bare
 * Bolt app that acks the same clicks.
 */
export async function benchClick(): Promise<Figure[]> {
  const busy = await openBusyBot(incidents, { http: true, slack: { settings: { rateLimits: false } } });
  const other = await openLocalSlack({ manifest: createManifest() });
  const generator = openGenerator();
  const bare = await startBare(other, "http");
  try {
    const shown = await clicksUntilShown(busy);
    const bodies = await recordClicks(busy);
    const before = await countTicks(busy);
    const paced = { ours: [] as number[][], theirs: [] as number[][] };
    const flatOut = { ours: [] as number[], theirs: [] as number[] };
    let acked = 0;
    let next = 0;
    const run = (url: string, pace: Load["pace"]) =>
      generator.run({
        seconds,
        pace,
        from: next,
        requests: { via: "url", url, signingSecret: other.signingSecret, bodies },
      });
    const runOurs = async (pace: Load["pace"]) => {
      const outcome = await run(busy.url, pace);
      acked += outcome.ackMs.length;
      // Going on where the last load left off, every click changes something.
      next = outcome.next;
      return outcome;
    };
    await runOurs({ atOnce });
    await run(bare.url, { atOnce });
    for (let turn = 0; turn < turns; turn++) {
      paced.ours.push((await runOurs({ perSecond })).ackMs);
      paced.theirs.push((await run(bare.url, { perSecond })).ackMs);
      flatOut.ours.push(perSecondOf(await runOurs({ atOnce })));
      flatOut.theirs.push(perSecondOf(await run(bare.url, { atOnce })));
    }
    const found = (await countTicks(busy)) - before;
    return [latency(paced), throughput(flatOut), changed(found, acked), untilShown(shown)];
  } finally {
    await Promise.all([generator.stop(), bare.stop()]);
    await Promise.all([busy.rig.close(), other.close()]);
  }
}

function perSecondOf({ ackMs, tookMs }: Outcome): number {
  return (ackMs.length * 1000) / tookMs;
}

/** Clicks one after another in an idle workspace, each until its checklist in Slack shows it. */
async function clicksUntilShown({ rig, channels }: BusyBot): Promise<number[]> {
  const times: number[] = [];
  for (let click = 0; click < idleClicks; click++) {
    const { id } = channels[click % channels.length]!;
    const ticked = Math.floor(click / channels.length) % 2 === 0 ? 1 : 0;
    const begun = performance.now();
    const acked = press(rig, id);
    await checklistSays(rig, id, ` ${ticked} of `);
    times.push(performance.now() - begun);
    await acked;
    await sleep(idleGapMs);
  }
  return times;
}

/** Slack's requests for ticking every step of every checklist, then for unticking them, as a real click looks. */
async function recordClicks(busy: BusyBot): Promise<string[]> {
  const { rig, channels } = busy;
  const clicks: Fields[] = [];
  for (const { id } of channels) {
    const { envelopeId } = await press(rig, id);
    await quiet(rig);
    const { payload } = rig.control.exchange(envelopeId!) as Envelope;
    await press(rig, id);
    await quiet(rig);
    const steps = stepButtons(rig, id);
    for (const { value } of steps) clicks.push(withAction(payload, { value, action_ts: "UNIQUE" }));
  }
  const { tick, untick } = checklistActions;
  return [tick, untick].flatMap((action_id) =>
    clicks.map((click) => formOf(withAction(click, { action_id }))),
  );
}

function withAction(click: Fields, change: Fields): Fields {
  const [action] = click.actions as [Fields];
  return { ...click, trigger_id: "UNIQUE", actions: [{ ...action, ...change }] };
}

function formOf(click: Fields): string {
  return new URLSearchParams({ payload: JSON.stringify(click) }).toString();
}

/** Presses the button at the first step of a channel's checklist. */
function press(rig: Rig, channel: string): Promise<Interaction> {
  return rig.control.click("lead", checklistsIn(rig, channel).at(-1)!, stepButtons(rig, channel)[0]!);
}

/** The buttons that tick and untick, in the order of the steps. */
function stepButtons(rig: Rig, channel: string) {
  const { tick, untick } = checklistActions;
  const buttons = rig.control.elements(checklistsIn(rig, channel).at(-1)!);
  return buttons
    .filter(({ actionId }) => actionId === tick || actionId === untick)
    .map(({ blockId, actionId, value = "" }) => ({ blockId, actionId, value }));
}

async function countTicks({ rig, names }: BusyBot): Promise<number> {
  const records = await Promise.all(names.map((name) => recordOf(rig, name)));
  return records.flat().filter(({ type }) => /^walk\.step_(un)?ticked$/.test(type)).length;
}

function latency({ ours, theirs }: { ours: number[][]; theirs: number[][] }): Figure {
  const p99 = (all: number[][]) => all.map((ackMs) => quantile(ackMs, 0.99));
  const middle = (all: number[][]) => median(all.flat()).toFixed(1);
  return {
    name: `Click: request to ack at ${perSecond}/s, on disk, p99`,
    figure: `${rounds(p99(ours), " ms")}, median ${middle(ours)}; bare Bolt ${rounds(p99(theirs), " ms")}, median ${middle(theirs)}`,
    target: `≤ ${highestP99Share} × bare Bolt's`,
    pass: median(p99(ours)) <= highestP99Share * median(p99(theirs)),
  };
}

function throughput({ ours, theirs }: { ours: number[]; theirs: number[] }): Figure {
  const share = median(ours.map((perSecond, turn) => perSecond / theirs[turn]!));
  return {
    name: `Click: throughput, ${atOnce} under way at once, against bare Bolt`,
    figure: `${share.toFixed(2)} × (${rounds(ours, "/s")} / ${rounds(theirs, "/s")})`,
    target: `≥ ${lowestShare} ×`,
    pass: share >= lowestShare,
  };
}

/** Under load a tick may overtake the one before it on the same step and find nothing to change. */
function changed(found: number, acked: number): Figure {
  return {
    name: "Click: acked clicks that changed the record on disk",
    figure: `${found} of ${acked}`,
    target: `≥ ${lowestChanged * 100} %`,
    pass: found >= acked * lowestChanged,
  };
}

function untilShown(times: number[]): Figure {
  const p95 = quantile(times, 0.95);
  return {
    name: "Click: until the message in Slack shows it, idle, p95",
    figure: `${p95.toFixed(0)} ms (median ${median(times).toFixed(0)})`,
    target: `≤ ${highestShownMs} ms`,
    pass: p95 <= highestShownMs,
  };
}
