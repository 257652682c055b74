import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "../../config/load.ts";
import type { Config } from "../../config/schema.ts";
import { renderProblems } from "../../lib/problem.ts";
import { openPlan, type Plan } from "../../replay/plan/plan.ts";
import { saltedDigest, UnusablePlan } from "../../replay/plan/plan-file.ts";
import { digestOf } from "../../replay/read/input.ts";
import { noteAbout, noteOf, rowsToSend } from "../../replay/send/ledger.ts";
import { createPostRow } from "../../replay/send/post-row.ts";
import type { Clock, Ending, Progress } from "../../replay/send/run.ts";
import { sendRows } from "../../replay/send/send-rows.ts";
import { standingOf, triedRows } from "../../replay/send/standing.ts";
import { rowsText } from "../../replay/tell/numbers.ts";
import { useProxies } from "../../wiring/proxies.ts";
import { complain } from "../with-store.ts";
import { createBalance } from "./balance.ts";
import { ask, canAsk, createProgressLine } from "./console.ts";
import { reportToIncident } from "./report.ts";
import type { SendFlags } from "./send-flags.ts";
import { sayResult } from "./send-result.ts";

const firstRows = 10;

/** The sender's clock: it only goes forward, so a clock that is put right neither stops nor hurries the replay. */
const clock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => {}),
};

/** Sends a plan. Exit code 0: all are accepted; 1: some are not, or it ended early; 2: it could not run. */
export async function sendReplay(
  path: string,
  flags: SendFlags,
  configFile: string | undefined,
): Promise<number> {
  const loaded = loadConfig({ file: configFile });
  if ("problems" in loaded) return complain(2, renderProblems(loaded.problems));
  let plan: Plan | undefined;
  try {
    await useProxies(loaded.config);
    plan = openPlan(path);
    const webhook = await checkedWebhook(plan, loaded.config);
    return await send(plan, { flags, webhook, config: loaded.config, configFile });
  } catch (error) {
    if (error instanceof UnusablePlan) return complain(2, error.message);
    throw error;
  } finally {
    plan?.close();
  }
}

type Webhook = Config["clay"]["webhooks"][number];
type Sending = { flags: SendFlags; webhook: Webhook; config: Config; configFile: string | undefined };

/** The webhook a plan is for, when both it and the input are as they were planned. */
async function checkedWebhook({ header, path }: Plan, { clay }: Config): Promise<Webhook> {
  const { webhook: planned, input, salt } = header;
  const webhook = clay.webhooks.find(({ name }) => name === planned.name);
  if (!webhook)
    throw new UnusablePlan(
      `The webhook "${planned.name}" of ${path} is not configured any more. Plan again.`,
    );
  if (saltedDigest(salt, webhook.url).toString("hex") !== planned.digest)
    throw new UnusablePlan(
      `The webhook "${planned.name}" has another address than when ${path} was made. Plan again, with --exclude ${path} if some of it was sent.`,
    );
  const sha256 = await digestOf(input.path).catch(() => undefined);
  if (sha256 === undefined)
    throw new UnusablePlan(`The rows of ${path} cannot be read: ${input.path} is not there.`);
  if (sha256 !== input.sha256)
    throw new UnusablePlan(
      `${input.path} is not what it was when ${path} was made. Plan again, with --exclude ${path} if some of it was sent.`,
    );
  return webhook;
}

async function send(plan: Plan, sending: Sending): Promise<number> {
  const { flags, webhook, config } = sending;
  const { wanted, count } = rowsToSend(plan, flags.inDoubt === true);
  const balance = createBalance(config);
  if (flags.stopAt !== undefined && (await balance()) === undefined)
    return complain(
      2,
      "--stop-at: the credit balance cannot be read. It takes a key of kind public that may read it; try `clay-incident triage`.",
    );
  if (flags.sourceCount !== undefined) noteAbout(plan, "source_count_before", String(flags.sourceCount));
  if (count === 0) return sayResult(plan, { ending: "done", throttled: 0, ...sending });

  process.stdout.write(
    `Sending ${rowsText(count)} to the webhook "${webhook.name}", ${flags.rate ?? plan.header.perSecond} a second.\n`,
  );
  const interrupt = listenForInterrupts();
  try {
    const { ending, progress } = await run(plan, sending, {
      wanted,
      count,
      balance,
      signal: interrupt.signal,
    });
    await reportToIncident(plan, sending.configFile);
    return await sayResult(plan, { ending, throttled: progress.throttled, ...sending });
  } finally {
    interrupt.stop();
  }
}

type Course = {
  wanted: Uint8Array;
  count: number;
  balance: () => Promise<number | undefined>;
  signal: AbortSignal;
};

async function run(
  plan: Plan,
  { flags, webhook }: Sending,
  { wanted, count, balance, signal }: Course,
): Promise<{ ending: Ending; progress: Progress }> {
  const line = createProgressLine(process.stderr, clock.now);
  const ended = await sendRows({
    plan,
    wanted,
    total: count,
    perSecond: flags.rate ?? plan.header.perSecond,
    post: createPostRow(webhook),
    clock,
    signal,
    rampRows: flags.yes || hasLooked(plan) ? null : Math.max(0, firstRows - triedRows(plan)),
    look: async () => {
      line.clear();
      return look(plan, signal);
    },
    isBalanceLow: async () =>
      flags.stopAt !== undefined && ((await balance()) ?? flags.stopAt) < flags.stopAt,
    onProgress: line.show,
  });
  line.clear();
  return ended;
}

/** On a terminal somebody has to say that they looked; elsewhere that the line was typed again says it. */
function hasLooked(plan: Plan): boolean {
  const looked = noteOf(plan, "first_rows");
  return looked === "right" || (looked === "shown" && !canAsk());
}

async function look(plan: Plan, signal: AbortSignal): Promise<boolean> {
  const { accepted } = standingOf(plan);
  if (accepted === 0) {
    process.stdout.write("None of the first rows was accepted.\n");
    return false;
  }
  process.stdout.write(
    `The first ${rowsText(accepted)} are accepted. Look at the table: are they there, each once, and right?\n`,
  );
  if (!canAsk()) {
    noteAbout(plan, "first_rows", "shown");
    return false;
  }
  const answer = await ask("Go on? [y/N] ", signal);
  if (!/^y(es)?$/i.test(answer)) return false;
  noteAbout(plan, "first_rows", "right");
  return true;
}

/** The first Ctrl-C lets what is under way end; the second ends at once, and leaves that in doubt. */
function listenForInterrupts(): { signal: AbortSignal; stop(): void } {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(1);
    process.stderr.write("\nStopping: waiting for the answers under way. Ctrl-C again ends at once.\n");
    abort.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return {
    signal: abort.signal,
    stop: () => void process.off("SIGINT", interrupt).off("SIGTERM", interrupt),
  };
}
