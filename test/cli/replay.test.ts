import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { localWebhooks, webhookLimit } from "../../src/fake-clay/world.ts";
import { emailOf, leads, openReplayRig, type ReplayRig } from "../replay/support/replay-rig.ts";
import { project, runClayIncident, runProgram } from "../support/command-line.ts";
import { at } from "../support/given.ts";
import { webhookOutage } from "../support/outages.ts";
import { openRecorded } from "../support/recorded.ts";

const plan = (rig: ReplayRig, ...more: string[]) =>
  rig.run("rows.ndjson", "--webhook", "leads", "--key", "$.email", "--out", "plan", ...more);
const send = (rig: ReplayRig, ...more: string[]) => rig.run("send", "plan", "--rate", "9", ...more);
const emails = (rig: ReplayRig) => rig.table().map((body) => JSON.parse(body).email);

async function planned(rows: string, ...more: string[]): Promise<ReplayRig> {
  const rig = await openReplayRig();
  rig.write("rows.ndjson", rows);
  const { exitCode, stderr } = await plan(rig, ...more);
  expect([exitCode, stderr]).toEqual([0, ""]);
  return rig;
}

test("a plan says what was read, left out, in doubt and sent, what it takes, and how to send it; and sends nothing", async () => {
  const rig = await openReplayRig();
  const log = [
    { status: 429, body: { email: "a" } },
    { status: 200, body: { email: "b" } },
    { status: null, body: { email: "c" } },
    { status: 503, body: { email: "a" } },
  ];
  rig.write("log.ndjson", `${log.map((entry) => JSON.stringify(entry)).join("\n")}\n{"stat`);
  const figures = ["--source-count", "49999", "--credits-per-row", "6", "--balance", "5"];
  const args = [
    "log.ndjson",
    "--webhook",
    "leads",
    "--preset",
    "log",
    "--key",
    "$.body.email",
    "--out",
    "plan",
  ];
  const { stdout, exitCode } = await rig.run(...args, ...figures);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Read {7}5 rows from .*log\.ndjson \(NDJSON, \d+ bytes\)$/m);
  expect(stdout).toMatch(/^Left out {3}3 rows$/m);
  expect(stdout).toMatch(/1 {2}answered 2xx: Clay has them \(line 2\)/);
  expect(stdout).toMatch(/1 {2}the same key comes again: the last one is sent \(line 1\)/);
  expect(stdout).toMatch(/1 {2}broken off at the end of the input \(line 5\)/);
  expect(stdout).toMatch(/^In doubt {3}1 row: no answer came.*\(line 3\)/m);
  expect(stdout).toMatch(/^To send {4}1 row to the webhook "leads"$/m);
  expect(stdout).toMatch(/^Fill .*49,999 before \(you said so\), 50,000 after, of 50,000\.$/m);
  expect(stdout).toMatch(/^Cost .*6 credits × 1 row = 6; of 5 \(you said so\)\. 1 credits are missing\.$/m);
  expect(stdout).toMatch(
    /^Nothing was sent\. Plan [0-9a-f]{12}\. To send it:\n {2}clay-incident replay send plan$/m,
  );
  expect(statSync(join(rig.cwd, "plan")).mode & 0o777).toBe(0o600);
  expect(rig.table()).toEqual([]);
  expect(rig.clay.control.state().seen).toEqual([]);
});

test("nobody at a terminal: it ends after the first ten rows; the same line again goes on", async () => {
  const rig = await planned(leads(14));
  const first = await send(rig);
  expect(first.exitCode).toBe(1);
  expect(first.stdout).toContain("10 of 14 rows accepted · 0 refused · 0 in doubt · 4 not sent yet");
  expect(first.stdout).toContain("clay-incident replay send plan --rate 9");
  expect(rig.table()).toHaveLength(10);
  const second = await send(rig);
  expect(second.exitCode).toBe(0);
  expect(emails(rig)).toEqual(Array.from({ length: 14 }, (_, i) => emailOf(i + 1)));
  expect((await send(rig, "--yes")).exitCode).toBe(0);
  expect(rig.table()).toHaveLength(14);
});

test("with --yes it does not stop; what is refused is offered again", async () => {
  const rig = await planned(leads(3));
  rig.clay.control.set("webhook", { answer: "server_error" });
  const refused = await send(rig, "--yes");
  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toContain("0 of 3 rows accepted · 3 refused · 0 in doubt");
  rig.clay.control.set("webhook", { answer: "ok" });
  expect((await send(rig, "--yes")).exitCode).toBe(0);
  expect(rig.table()).toHaveLength(3);
});

test("what got no answer is in doubt and named by its line; an export settles it, and --in-doubt sends the rest", async () => {
  const rig = await planned(leads(3));
  rig.clay.control.set("webhook", { answer: "reset" });
  const { stdout, exitCode } = await send(rig, "--yes");
  expect(exitCode).toBe(1);
  expect(stdout).toContain("0 of 3 rows accepted · 0 refused · 3 in doubt");
  expect(stdout).toContain("(lines 1, 2, 3)");
  rig.clay.control.set("webhook", { answer: "ok" });
  expect((await send(rig, "--yes")).exitCode).toBe(1);
  expect(rig.table()).toEqual([]);
  rig.write("export.csv", `Email,Company\n${emailOf(2)},x\n`);
  const verified = await rig.run("verify", "plan", "export.csv");
  expect(verified.exitCode).toBe(1);
  expect(verified.stdout).toContain("1 row in doubt and in the export: line 2. They count as accepted now.");
  expect(verified.stdout).toContain("2 rows in doubt and not in the export: lines 1, 3.");
  expect((await send(rig, "--yes", "--in-doubt")).exitCode).toBe(0);
  expect(emails(rig)).toEqual([emailOf(1), emailOf(3)]);
});

test("verify names the lines whose keys are not in the table, and compares what the source counts", async () => {
  const rig = await planned(leads(4), "--source-count", "1200");
  await send(rig, "--yes");
  const table = await fetch(`${rig.clay.sideUrl}/control/table/${localWebhooks.leads}.csv`);
  rig.write("export.csv", await table.text());
  expect(await rig.run("verify", "plan", "export.csv")).toMatchObject({
    exitCode: 0,
    stdout: "4 rows accepted and in the export.\n",
  });
  rig.write("part.csv", `email\n${emailOf(1)}\n${emailOf(3)}\n${emailOf(3)}\n`);
  const missing = await rig.run("verify", "plan", "part.csv");
  expect(missing.exitCode).toBe(1);
  expect(missing.stdout).toContain("2 rows accepted and not in the export: lines 2, 4.");
  expect(missing.stdout).toContain("1 keys stand in the export more than once.");
  const counted = await rig.run("verify", "plan", "--source-count", "1202");
  expect(counted).toMatchObject({
    exitCode: 1,
    stdout:
      "4 accepted, the source grew by 2: 2 missing. This is proof only if all other senders were held meanwhile.\n",
  });
  expect((await rig.run("verify", "plan", "--source-count", "1204")).exitCode).toBe(0);
});

describe("it stops by itself and says how to go on", () => {
  test("at the webhook's limit: the rest is planned anew for another webhook, and nothing goes twice", async () => {
    const rig = await planned(leads(5));
    rig.clay.control.setWebhook(localWebhooks.leads, { rows: webhookLimit - 2 });
    const stopped = await send(rig, "--yes");
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stdout).toContain("has reached its limit of rows (403)");
    const again = /clay-incident (replay .*--out \S+)/.exec(stopped.stdout)![1]!.split(" ").slice(1);
    rig.clay.control.setWebhook("new", {});
    const webhooks = [{ name: "leads", url: `${rig.clay.url}/v3/sources/webhook/new` }];
    rig.write("clay-incident.yml", JSON.stringify({ clay: { ...rig.clay.configuration, webhooks } }));
    expect((await send(rig, "--yes")).stderr).toContain("has another address than when plan was made");
    const replanned = await rig.run(...again.map((arg) => arg.replaceAll("'", "")));
    expect(replanned.stdout).toContain("2  in the table already (--exclude)");
    expect((await rig.run("send", "plan-2", "--yes", "--rate", "9")).exitCode).toBe(0);
    expect([...rig.table(), ...rig.clay.control.rows("new")].map((body) => JSON.parse(body).n)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  test.each([
    ["unauthorized", "does not accept the token"],
    ["not_found", "no webhook"],
    ["server_error", "five times in a row with a server error"],
  ] as const)("at %s", async (answer, says) => {
    const rig = await planned(leads(12));
    rig.clay.control.set("webhook", { answer });
    const { stdout, exitCode } = await send(rig, "--yes");
    expect(exitCode).toBe(1);
    expect(stdout).toContain(says);
    expect(stdout).toMatch(/^ {2}clay-incident replay /m);
  });

  test("below --stop-at, which it refuses where the balance cannot be read", async () => {
    const rig = await planned(leads(3));
    rig.clay.control.setBalance({ credits: 90, actions: 1 });
    const stopped = await send(rig, "--yes", "--stop-at", "100");
    expect(stopped.stdout).toContain("the credit balance is below --stop-at");
    expect(stopped.exitCode).toBe(1);
    rig.clay.control.set("credits", { answer: "forbidden" });
    expect(await send(rig, "--yes", "--stop-at", "100")).toMatchObject({ exitCode: 2 });
    expect(rig.table()).toEqual([]);
  });

  test("at Ctrl-C, after the answers under way", async () => {
    const rig = await planned(leads(40));
    rig.clay.control.set("webhook", { delayMs: 300 });
    const child = spawn(
      process.execPath,
      [join(project, "src/cli/program.ts"), "replay", "send", "plan", "--yes"],
      { cwd: rig.cwd },
    );
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    const seen = new Promise<void>((resolve) => {
      rig.clay.control.subscribe(() => resolve());
    });
    await seen;
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([1, null]);
    expect(stdout).toContain("Stopped, as you asked.");
    expect(stdout).toMatch(/[1-9]\d* of 40 rows accepted · 0 refused · 0 in doubt · \d+ not sent yet/);
    expect(stdout).toContain("clay-incident replay send plan --yes");
  });
});

test("of two processes on one plan one is refused", async () => {
  const rig = await planned(leads(30));
  const first = runClayIncident(["replay", "send", "plan", "--yes", "--rate", "9"], { cwd: rig.cwd });
  await new Promise<void>((resolve) => {
    const stop = rig.clay.control.subscribe(() => {
      stop();
      resolve();
    });
  });
  const second = await send(rig, "--yes");
  expect(second).toMatchObject({ exitCode: 2, stdout: "" });
  expect(second.stderr).toContain("Another process is using plan");
  expect((await first).exitCode).toBe(0);
  expect(new Set(rig.table()).size).toBe(30);
  expect(rig.table()).toHaveLength(30);
});

test("a plan whose input changed is refused, and sends nothing", async () => {
  const rig = await planned(leads(3));
  rig.write("rows.ndjson", leads(4));
  const { exitCode, stderr } = await send(rig, "--yes");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("rows.ndjson is not what it was when plan was made");
  expect(rig.table()).toEqual([]);
});

test.each<[string, string[], string]>([
  ["no such file", ["none.ndjson", "--webhook", "leads", "--key", "$.a"], "There is no file none.ndjson"],
  ["no webhook", ["rows.ndjson", "--key", "$.a"], "Configured: leads, events"],
  [
    "another webhook",
    ["rows.ndjson", "--webhook", "x", "--key", "$.a"],
    'no webhook "x". Configured: leads, events',
  ],
  ["no key", ["rows.ndjson", "--webhook", "leads"], "--key '$.email'"],
  ["a key that is no pointer", ["rows.ndjson", "--webhook", "leads", "--key", "$a"], "is no pointer"],
  [
    "a window without times",
    ["rows.ndjson", "--webhook", "leads", "--key", "$.a", "--from", "2026-11-27T03:00Z"],
    "--at",
  ],
  [
    "a time without a zone",
    ["rows.ndjson", "--webhook", "leads", "--key", "$.a", "--at", "$.t", "--from", "2026-11-27T03:00"],
    "has no time zone",
  ],
  ["a rate above nine", ["rows.ndjson", "--webhook", "leads", "--key", "$.a", "--rate", "10"], "at most 9"],
  ["a plan that is none", ["send", "rows.ndjson"], "is not a plan"],
  ["no plan", ["verify", "none", "rows.ndjson"], "There is no plan at none"],
  ["nothing to verify with", ["verify", "plan"], "Name an export"],
])("%s is refused with what to do", async (_what, args, says) => {
  const rig = await openReplayRig();
  rig.write("rows.ndjson", leads(1));
  const { exitCode, stderr } = await rig.run(...args);
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});

test("standard input is copied beside the plan for its owner alone, and forget deletes both", async () => {
  const rig = await openReplayRig();
  const child = spawn(
    process.execPath,
    [
      join(project, "src/cli/program.ts"),
      "replay",
      "-",
      "--webhook",
      "leads",
      "--key",
      "$.email",
      "--out",
      "plan",
    ],
    { cwd: rig.cwd },
  );
  child.stdin.end(leads(2));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(statSync(join(rig.cwd, "plan.input")).mode & 0o777).toBe(0o600);
  expect((await send(rig, "--yes")).exitCode).toBe(0);
  expect(emails(rig)).toEqual([emailOf(1), emailOf(2)]);
  expect(await rig.run("forget", "plan")).toMatchObject({
    exitCode: 0,
    stdout: "Deleted plan and its copy of the rows.\n",
  });
  expect(readdirSync(rig.cwd)).toEqual(["clay-incident.yml", "data"]);
});

test("an incident gives the window, and is told of what came of it; its people's rows are not in its record", async () => {
  const rig = await openReplayRig();
  const folder = await openRecorded(webhookOutage());
  rig.write(
    "clay-incident.yml",
    JSON.stringify({ clay: rig.clay.configuration, database: { file: join(folder, "state.db") } }),
  );
  const log = [-60, 5, 6].map((minute, i) =>
    JSON.stringify({ at: at(minute), status: 429, body: { email: emailOf(i) } }),
  );
  rig.write("rows.ndjson", log.join("\n"));
  const planning = await plan(rig, "--preset", "log", "--incident", "inc-12");
  expect(planning.stdout).toContain("1  outside the time window (line 1)");
  const { stdout, exitCode } = await send(rig, "--yes");
  expect([exitCode, stdout.split("\n").find((line) => line.includes("INC-12"))]).toEqual([
    0,
    "INC-12 is told: 2 lost rows sent again (webhook leads).",
  ]);
  const exported = await runClayIncident(["export", "INC-12"], { cwd: rig.cwd });
  expect(exported.stdout).toContain('"type": "rows.replayed"');
  expect(exported.stdout).not.toContain("leads.example");
  rig.write("other.ndjson", log.join("\n"));
  const unknown = await rig.run(
    "other.ndjson",
    "--webhook",
    "leads",
    "--key",
    "$.email",
    "--incident",
    "INC-99",
  );
  expect(unknown).toMatchObject({ exitCode: 2, stderr: "There is no record INC-99.\n" });
});

test("forget reaches plans and copies that hold a person, and names one that is not finished", async () => {
  const folder = await openRecorded(webhookOutage(), {});
  const rig = await openReplayRig();
  rig.write(
    "clay-incident.yml",
    JSON.stringify({ clay: rig.clay.configuration, database: { file: join(folder, "state.db") } }),
  );
  rig.write("rows.ndjson", leads(2));
  await plan(rig);
  const forget = () => runClayIncident(["forget", "U0123ABCD", "--also", emailOf(2)], { cwd: rig.cwd });
  const early = await forget();
  expect(early.stdout).toContain("and 2 rows of it are still to be sent");
  expect(early.exitCode).toBe(1);
  await send(rig, "--yes");
  const late = await forget();
  expect(late.stdout).toContain("Deleted the replay plan");
  expect(late.exitCode).toBe(0);
  expect(readdirSync(rig.cwd).sort()).toEqual(["clay-incident.yml", "rows.ndjson"]);
});

test("without --out nothing is kept", async () => {
  const rig = await openReplayRig();
  rig.write("rows.ndjson", leads(2));
  const { stdout, exitCode } = await rig.run("rows.ndjson", "--webhook", "leads", "--key", "$.email");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("Add --out PLAN to be able to send it.");
  expect(readdirSync(rig.cwd).sort()).toEqual(["clay-incident.yml", "rows.ndjson"]);
});

test("planning opens no socket, and sending does", async () => {
  const rig = await openReplayRig();
  rig.write("rows.ndjson", leads(2));
  rig.write(
    "watch.mjs",
    `import net from "node:net"; import dgram from "node:dgram"; import dns from "node:dns";
     const tell = (what) => process.stderr.write("socket: " + what + "\\n");
     for (const [of, name] of [[net.Socket.prototype, "connect"], [net.Server.prototype, "listen"], [dgram.Socket.prototype, "send"], [dns, "lookup"]]) {
       const own = of[name];
       of[name] = function (...args) { tell(name); return own.apply(this, args); };
     }`,
  );
  const watched = (...args: string[]) =>
    runProgram(
      process.execPath,
      ["--import", join(rig.cwd, "watch.mjs"), join(project, "src/cli/program.ts"), "replay", ...args],
      { cwd: rig.cwd },
    );
  const dry = await watched("rows.ndjson", "--webhook", "leads", "--key", "$.email", "--out", "plan");
  expect(dry).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await watched("send", "plan", "--yes")).stderr).toContain("socket: connect");
});

test("a person planted in the rows stands in no output, plan or record, whatever goes wrong", async () => {
  const rig = await openReplayRig();
  const person = {
    email: "planted.person@leads.example",
    name: "Planted Person",
    phone: "+49 30 1234567",
    note: "planted-secret",
  };
  const json = JSON.stringify(person);
  const { email, name } = person;
  rig.write(
    "rows.ndjson",
    `${json}\n[${json}]\n{"name":"${name}"}\n${json.slice(0, -9)}\n${json}x\n{"email":"other@leads.example"}\n${json.slice(0, 50)}`,
  );
  rig.write("wrong.csv", `${email},${name}\n"${name}" x,${email}\n`);
  rig.write("twice.csv", `${email},${email}\n1,2\n`);
  rig.write("export.csv", `${name},${email}\n1,2\n`);
  const said: string[] = [];
  const run = async (...args: string[]) => {
    const { stdout, stderr } = await rig.run(...args);
    said.push(stdout, stderr);
  };
  const rows = ["--webhook", "leads", "--key", "$.email"];
  await run("rows.ndjson", ...rows, "--out", "plan");
  await run("rows.ndjson", ...rows, "--json");
  for (const file of ["wrong.csv", "twice.csv"]) await run(file, ...rows);
  await run("rows.ndjson", ...rows, "--numbers", "email", "--format", "csv");
  await run("rows.ndjson", ...rows, "--format", "array");
  await run("rows.ndjson", ...rows, "--exclude", "export.csv");
  rig.clay.control.set("webhook", { answer: "reset" });
  await run("send", "plan", "--yes");
  rig.clay.control.set("webhook", { answer: "bad_request" });
  await run("send", "plan", "--yes", "--in-doubt");
  rig.clay.control.set("webhook", { answer: "ok" });
  await run("send", "plan", "--yes");
  await run("verify", "plan", "export.csv");
  await run("verify", "plan", "wrong.csv");
  await run("show", "plan");
  const files = ["plan", "plan-wal", "plan-shm"].map((file) => join(rig.cwd, file)).filter(existsSync);
  const kept = files.map((file) => readFileSync(file).toString("latin1"));
  expect(said.join("").length).toBeGreaterThan(2000);
  for (const value of [...Object.values(person), "planted"]) {
    expect(said.filter((text) => text.includes(value))).toEqual([]);
    expect(kept.filter((text) => text.includes(value))).toEqual([]);
  }
});
