import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { signatureHeaders } from "../../src/playground/slack/delivery/http.ts";

/** Requests to make. `via` a request URL as Slack's servers would, or by a local Slack in whichever mode it is. */
export type Load = {
  seconds: number;
  /** At a fixed rate, whatever comes back; or as fast as it goes, with so many under way at once. */
  pace: { perSecond: number } | { atOnce: number };
  requests: /** Form bodies, in turn; "UNIQUE" in them is a number of its own in each request. */
    | { via: "url"; url: string; signingSecret: string; bodies: string[] }
    /** Slash commands, in turn: who types what in which channel. */
    | { via: "slack"; url: string; commands: [user: string, channel: string, typed: string][] };
};

/** What came of a load. */
export type Outcome = { ackMs: number[]; failures: string[]; tookMs: number };

/** Makes one request; its milliseconds to the ack as Slack measured them, where it did. Rejects without an ack. */
type Send = (index: number) => Promise<number | undefined>;

/** This runs as a process of its own, so that making requests takes no time from those who answer them. */
process.on("message", async (load: Load) => {
  const { send, close } = load.requests.via === "url" ? toUrl(load.requests) : bySlack(load.requests);
  const outcome = await ("perSecond" in load.pace
    ? atRate(send, load.pace.perSecond, load.seconds)
    : flatOut(send, load.pace.atOnce, load.seconds));
  await close();
  process.send!(outcome satisfies Outcome);
});

let unique = Date.now();

function toUrl({ url, signingSecret, bodies }: Extract<Load["requests"], { via: "url" }>) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const send: Send = async (index) => {
    const body = bodies[index % bodies.length]!.replaceAll("UNIQUE", String(++unique));
    const { statusCode, body: answer } = await pool.request({
      path: pathname,
      method: "POST",
      body,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        ...signatureHeaders(signingSecret, body, Math.floor(Date.now() / 1000)),
      },
    });
    await answer.dump();
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
    return undefined;
  };
  return { send, close: () => pool.close() };
}

function bySlack({ url, commands }: Extract<Load["requests"], { via: "slack" }>) {
  const pool = new Pool(url, { connections: 64 });
  const send: Send = async (index) => {
    const { body } = await pool.request({
      path: "/control/command",
      method: "POST",
      body: JSON.stringify(commands[index % commands.length]),
    });
    const { result, error } = (await body.json()) as {
      result?: { acked: boolean; ackMs?: number; error?: string };
      error?: string;
    };
    if (!result?.acked || result.error) throw new Error(error ?? result?.error ?? "not acked");
    return result.ackMs;
  };
  return { send, close: () => pool.close() };
}

async function atRate(send: Send, perSecond: number, seconds: number): Promise<Outcome> {
  const outcome: Outcome = { ackMs: [], failures: [], tookMs: 0 };
  const begun = performance.now();
  const underWay: Promise<void>[] = [];
  for (let index = 0; index < perSecond * seconds; index++) {
    // Counted from when it should have gone out: a generator that is held up must not hide what is slow.
    const due = begun + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    underWay.push(one(send, index, due, outcome));
  }
  await Promise.all(underWay);
  return { ...outcome, tookMs: performance.now() - begun };
}

async function flatOut(send: Send, atOnce: number, seconds: number): Promise<Outcome> {
  const outcome: Outcome = { ackMs: [], failures: [], tookMs: 0 };
  const begun = performance.now();
  let index = 0;
  const hand = async () => {
    while (performance.now() - begun < seconds * 1000) await one(send, index++, performance.now(), outcome);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  return { ...outcome, tookMs: performance.now() - begun };
}

async function one(send: Send, index: number, from: number, outcome: Outcome): Promise<void> {
  try {
    const measured = await send(index);
    outcome.ackMs.push(measured ?? performance.now() - from);
  } catch (error) {
    outcome.failures.push((error as Error).message);
  }
}
