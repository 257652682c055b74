import { afterEach, beforeEach, expect, test } from "vitest";
import { declare, isTriageDone, textsIn, type } from "../support/acts.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let bot: BotProcess;
// A workspace for each test: what Slack refuses in one would keep the bot from posting in the other.
beforeEach(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 800, share_seconds: 0 } } });
  bot = await rig.startBot();
});
afterEach(() => rig.close());

async function metrics(): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${bot.port}/metrics`);
  expect(response.status).toBe(200);
  return response.text();
}

test("the bot tells Prometheus of its incidents and of its own health", async () => {
  await declare(rig, { title: "Measured incident", severity: "P1" });
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() => textsIn(rig, "general").find(isTriageDone));
  const told = await metrics();
  expect(told).toContain('clay_incident_incidents{severity="P1"} 1');
  expect(told).toContain('clay_incident_sockets{state="connected"} 2');
  expect(told).toMatch(/clay_incident_ack_seconds_count\{kind="command"\} [1-9]/);
  expect(told).toMatch(/clay_incident_ack_seconds_count\{kind="view"\} [1-9]/);
  expect(told).toMatch(/clay_incident_probe_seconds_count\{kind="platform",outcome="\w+"\} [1-9]/);
  expect(told).toContain("clay_incident_oldest_undelivered_seconds");
});

test("what Slack refuses as too much is counted by method, and what waits for it shows", async () => {
  rig.control.fault({ method: "chat.postMessage", kind: "rate-limited", retryAfterSeconds: 60, times: 50 });
  await type(rig, "lead", "general", "triage");
  await expect.poll(metrics).toMatch(/clay_incident_rate_limited_total\{method="chat.postMessage"\} [1-9]/);
  await expect.poll(metrics).toMatch(/clay_incident_oldest_undelivered_seconds (?!0$)[\d.]+$/m);
});
