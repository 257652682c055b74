import { expect, onTestFinished, test } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { toInstant } from "../../src/lib/time.ts";
import { createLogger } from "../../src/log.ts";
import { systemClock } from "../../src/record/system-clock.ts";
import { loadRunbook } from "../../src/runbook/load.ts";
import { startBot } from "../../src/wiring/bot.ts";
import { declare, isTriageDone, nameOf, notified, textsIn, type } from "../support/acts.ts";
import { openRig, type Rig, type RigOptions } from "../support/bot.ts";

async function rigFor(options: RigOptions = {}): Promise<Rig> {
  const rig = await openRig({ config: { triage: { deadline_ms: 2000 } }, ...options });
  onTestFinished(() => rig.close());
  return rig;
}

const runIn = (rig: Rig) => textsIn(rig, "general").find((text) => text.startsWith("Clay triage"));

test("told to stop, it lets the probes under way end, and shows their outcome when it is back", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  rig.clay.control.set("me", { delayMs: 700 });
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() => rig.clay.control.state().seen.some(({ endpoint }) => endpoint === "me"));
  expect(await bot.stop()).toBe(0);
  await rig.startBot();
  await rig.eventually(() => isTriageDone(runIn(rig) ?? ""));
  expect(rig.clay.control.state().seen.filter(({ endpoint }) => endpoint === "me")).toHaveLength(1);
  expect(textsIn(rig, "general").filter((text) => text.startsWith("Clay triage"))).toHaveLength(1);
});

test("Slack's limit met while it starts delays the start, and no more", async () => {
  const rig = await rigFor();
  const limit = rig.control.fault({ method: "auth.test", kind: "rate-limited", retryAfterSeconds: 1 });
  await rig.startBot();
  expect(limit.met()).toBe(1);
  expect(await type(rig, "lead", "general", "list")).toContain("Open incidents");
});

test("told to stop, it does not wait longer than a container engine does for a probe that hangs", async () => {
  const rig = await rigFor({ config: { triage: { deadline_ms: 60_000 } } });
  const bot = await rig.startBot();
  rig.clay.control.set("me", { answer: "hang" });
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() => rig.clay.control.state().seen.some(({ endpoint }) => endpoint === "me"));
  expect(await bot.stop()).toBe(0);
  expect(bot.log.at(-1)?.msg).toBe("stopped before all had ended");
});

test("told to stop, it answers the click it is at", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  const lookup = rig.control.fault({ method: "users.info", kind: "held" });
  const asked = rig.control.command("lead", "general", "/clay-incident list");
  await rig.eventually(() => lookup.met() > 0);
  const stopped = bot.stop();
  lookup.release();
  expect((await asked).acked).toBe(true);
  expect(await stopped).toBe(0);
});

test("what was acknowledged right before it was stopped shows after the next start", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "Stopped in between" });
  const limit = rig.control.fault({
    method: "chat.update",
    kind: "rate-limited",
    retryAfterSeconds: 1,
    times: 99,
  });
  await type(rig, "lead", channel.id, "severity P1");
  await rig.eventually(() => limit.met() > 0);
  expect(await bot.stop()).toBe(0);
  limit.release();
  await rig.startBot();
  await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
});

test("killed amid a triage run, nothing says “checking…” for ever: it says so and offers another run", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  rig.clay.control.set("me", { answer: "hang" });
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() => runIn(rig)?.includes("checking…"));
  await bot.kill();
  const aMinuteLater = { ...systemClock, now: () => toInstant(Date.now() + 61_000) };
  const runbook = loadRunbook();
  if ("problems" in runbook) throw new Error("the built-in runbook is not fit for use");
  const next = await startBot(configSchema.parse(rig.config), runbook, {
    log: createLogger({ level: "silent" }),
    clock: aMinuteLater,
  });
  try {
    await rig.eventually(() => runIn(rig)?.includes("I was restarted before this triage ended"));
    expect(runIn(rig)).not.toContain("checking…");
    const [message] = rig.control.messages("general").filter(({ text }) => text.startsWith("Clay triage"));
    expect(rig.control.elements(message!).map(({ text }) => text)).toContain("Run again");
  } finally {
    await next.stop(1000);
  }
});

test("a bug that nobody catches ends it with a line in the log, which holds no secret either", async () => {
  const bug = `process.on("SIGUSR2", () => Promise.reject(new Error("boom ${"xoxb"}-local-1")))`;
  const options = ["--import", `data:text/javascript,${encodeURIComponent(bug)}`];
  const rig = await rigFor({ command: [...options, "src/main.ts"] });
  const bot = await rig.startBot();
  process.kill(bot.pid, "SIGUSR2");
  expect(await bot.ended).toEqual({ exitCode: 1, complaints: "" });
  expect(bot.log.at(-1)).toMatchObject({ level: "fatal", err: { message: "boom [slack token]" } });
});

test("no secret of the configuration is in the log", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  rig.control.fault({ method: "chat.postMessage", kind: "error", error: "internal_error", times: 2 });
  await rig.clay.control.play("key dead");
  await type(rig, "lead", "general", "triage");
  await rig.eventually(() => isTriageDone(runIn(rig) ?? ""));
  await bot.stop();
  const log = JSON.stringify(bot.log);
  const { slack, clay } = rig;
  const webhooks = clay.configuration.webhooks.map(({ url }) => url);
  for (const secret of [slack.botToken, slack.appToken, clay.configuration.keys[0]!.key, ...webhooks])
    expect(log).not.toContain(secret);
});
