import { execFileSync } from "node:child_process";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import { declare, nameOf, recordOf, textsIn, type } from "../support/acts.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";
import { startPostgres } from "../support/postgres.ts";

// Whole processes, start after start.
vi.setConfig({ testTimeout: 90_000 });

async function rigFor(options: Parameters<typeof openRig>[0] = {}): Promise<Rig> {
  const rig = await openRig(options);
  onTestFinished(() => rig.close());
  return rig;
}

const health = async (bot: BotProcess, path: "/livez" | "/readyz") => {
  const answer = await fetch(`http://127.0.0.1:${bot.port}${path}`);
  return { status: answer.status, ...((await answer.json()) as { missing: string[] }) };
};

/** Without a handler the kernel ends a process that writes beyond its limit. */
const survivesLimits = [
  "--import",
  `data:text/javascript,${encodeURIComponent('process.on("SIGXFSZ", () => {})')}`,
];

/** Lets the process write files of so many bytes at most, as on a disk that is full. */
function limitFiles(bot: BotProcess, bytes: number | "unlimited"): void {
  execFileSync("prlimit", ["--pid", String(bot.pid), `--fsize=${bytes}:unlimited`]);
}

test("when nothing can be written, presses and readiness say so, with what to do; then all is well again", async () => {
  const rig = await rigFor({ command: [...survivesLimits, "src/main.ts"] });
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "Full" });
  expect(await health(bot, "/readyz")).toMatchObject({ status: 200 });
  limitFiles(bot, 512);
  const told = await type(rig, "lead", channel.id, "note Lost");
  expect(told).toMatch(/^Not saved: my database cannot be used, so nothing was changed/);
  expect(told).toMatch(/Trying again does not help: whoever runs me has to (make room on|look at) the disk/);
  const ready = await health(bot, "/readyz");
  expect(ready.status).toBe(503);
  expect(ready.missing.join()).toContain("the record cannot be written");
  expect(await health(bot, "/livez")).toMatchObject({ status: 200 });
  limitFiles(bot, "unlimited");
  expect(await type(rig, "lead", channel.id, "note Kept")).not.toContain("Not saved");
  await expect.poll(() => health(bot, "/readyz")).toMatchObject({ status: 200 });
  const notes = (await recordOf(rig, nameOf(channel))).filter(({ type: kind }) => kind === "note.added");
  expect(notes.map(({ text }) => text)).toEqual(["Kept"]);
});

test("a file another process locks is told to health, and to people as something that passes", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "Locked" });
  const other = new DatabaseSync(rig.stateFile);
  other.exec("begin immediate");
  expect(await health(bot, "/readyz")).toMatchObject({ status: 503 });
  expect(await type(rig, "lead", channel.id, "list")).toContain("INC-1");
  other.exec("rollback");
  other.close();
  await expect.poll(() => health(bot, "/readyz")).toMatchObject({ status: 200 });
});

/** Writes over a part of a file. */
function overwrite(file: string, from: number, to: number): void {
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(to - from, 0xa5), 0, to - from, from);
  closeSync(handle);
}

test("a damaged file is refused at the start, saying what to do; damage further in is found beside the work", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  for (const title of ["Antler", "Barrel"]) await declare(rig, { title });
  await bot.stop();
  const { size } = statSync(rig.stateFile);
  overwrite(rig.stateFile, Math.floor(size / 2), size);
  const next = await rig.startBot().catch((error: Error) => error);
  if (next instanceof Error) expect(next.message).toContain("clay-incident restore FILE");
  else {
    await expect.poll(() => health(next, "/readyz")).toMatchObject({ status: 503 });
    const isSaid = () => next.log.some(({ level, msg }) => level === "error" && msg.includes("restore FILE"));
    await expect.poll(isSaid, { timeout: 20_000 }).toBe(true);
    await next.kill();
  }
  overwrite(rig.stateFile, 0, 4096);
  const refused = await rig.startBot().catch((error: Error) => error);
  expect(String(refused)).toContain("clay-incident restore FILE");
});

test("PostgreSQL away: a press is not saved, and a look is only a look", async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.remove());
  const rig = await rigFor({ config: { database: { url: await postgres.freshDatabase() } } });
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "Away" });
  await postgres.halt();
  expect(await type(rig, "lead", "general", "list")).toMatch(
    /^I cannot look that up: my database does not answer. Try again/,
  );
  expect(await type(rig, "lead", channel.id, "note Lost")).toMatch(/^Not saved: .*Try again/);
  expect(await health(bot, "/readyz")).toMatchObject({ status: 503 });
  expect(await health(bot, "/livez")).toMatchObject({ status: 200 });
  await postgres.resume();
  await expect.poll(() => health(bot, "/readyz"), { timeout: 20_000 }).toMatchObject({ status: 200 });
}, 60_000);

test("what Slack refused for good is tried again at the next start, and what was not announced is announced", async () => {
  const rig = await rigFor();
  const bot = await rig.startBot();
  const place = rig.control.channel("incidents").id;
  const refusal = rig.control.fault({
    method: "chat.postMessage",
    channel: place,
    kind: "error",
    error: "restricted_action",
    times: 99,
  });
  const inviting = rig.control.fault({
    method: "conversations.invite",
    kind: "error",
    error: "cant_invite",
    times: 99,
  });
  const channel = await declare(rig, { title: "Unannounced" }).catch(() => undefined);
  await rig.eventually(() => refusal.met() > 0 && inviting.met() > 0);
  await expect
    .poll(
      async () =>
        (await recordOf(rig, "INC-1")).filter(({ type: kind }) => kind === "delivery.degraded").length,
    )
    .toBeGreaterThan(1);
  refusal.release();
  inviting.release();
  await bot.stop();
  expect(textsIn(rig, place)).toEqual([]);
  await rig.startBot();
  await rig.eventually(() => textsIn(rig, place).some((text) => text.includes("Unannounced")));
  const own = rig.control.channels().find(({ topic }) => topic.includes("Unannounced"))!;
  await rig.eventually(() => rig.control.channel(own.id).members.includes(rig.control.user("lead").id));
  expect(channel ?? own).toBeDefined();
});
