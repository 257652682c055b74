import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { signatureHeaders } from "../../src/playground/slack/delivery/http.ts";

/** Requests to make. `via` a request URL as Slack's servers would, or by a local Slack in whichever mode it is. */
export type Load = {
  seconds: number;
  /** Ends earlier after so many. */
  most?: number;
  /** With which of the requests to begin: where the load before it left off. */
  from?: number;
  /** At a fixed rate, whatever comes back; or as fast as it goes, with so many under way at once. */
  pace: { perSecond: number } | { atOnce: number };
  requests: /** Form bodies, in turn; "UNIQUE" in them is a number of its own in each request. */
    | { via: "url"; url: string; signingSecret: string; bodies: string[] }
    /** Slash commands, in turn: who types what in which channel. */
    | { via: "slack"; url: string; commands: [user: string, channel: string, typed: string][] };
};

/** What came of a load. `next`: with which request the one after it begins. */
export type Outcome = { ackMs: number[]; failures: string[]; tookMs: number; next: number };

/** Makes one request; its milliseconds to the ack as Slack measured them, where it did. Rejects without an ack. */
type Send = (index: number) => Promise<number | undefined>;

/** This runs as a process of its own, so that making requests takes no time from those who answer them. */
process.on(
  "message",
  async ({ requests, pace, seconds, most = Number.POSITIVE_INFINITY, from = 0 }: Load) => {
    const { send, close } = requests.via === "url" ? toUrl(requests) : bySlack(requests);
    const outcome: Outcome = { ackMs: [], failures: [], tookMs: 0, next: from };
    const begun = performance.now();
    if ("perSecond" in pace) await atRate(send, pace.perSecond, seconds, outcome);
    else await flatOut(send, pace.atOnce, { seconds, last: from + most }, outcome);
    outcome.tookMs = performance.now() - begun;
    await close();
    process.send!(outcome);
  },
);

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

async function atRate(send: Send, perSecond: number, seconds: number, outcome: Outcome): Promise<void> {
  const begun = performance.now();
  const underWay: Promise<void>[] = [];
  for (let count = 0; count < perSecond * seconds; count++) {
    // Counted from when it should have gone out: a generator that is held up must not hide what is slow.
    const due = begun + (count * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    underWay.push(sendOne(send, due, outcome));
  }
  await Promise.all(underWay);
}

async function flatOut(
  send: Send,
  atOnce: number,
  { seconds, last }: { seconds: number; last: number },
  outcome: Outcome,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const hand = async () => {
    while (performance.now() < end && outcome.next < last) await sendOne(send, performance.now(), outcome);
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
}

async function sendOne(send: Send, due: number, outcome: Outcome): Promise<void> {
  try {
    const measured = await send(outcome.next++);
    outcome.ackMs.push(measured ?? performance.now() - due);
  } catch (error) {
    outcome.failures.push((error as Error).message);
  }
}
