import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { type FakeClay, openFakeClay } from "../../src/fake-clay/open-fake-clay.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { createManifest } from "../../src/slack/manifest.ts";
import { openStore } from "../../src/store/open-store.ts";
import { runClayIncident } from "../support/command-line.ts";
import { openTestSlack } from "../support/slack.ts";
import { openFolder } from "../support/store.ts";

type Config = Record<string, Record<string, unknown>>;

/** A folder with a configuration for a local Slack and a fake Clay, both running. */
async function openSetUp(
  change: (config: Config) => void = () => {},
): Promise<{ cwd: string; clay: FakeClay }> {
  const slack = await openTestSlack({ manifest: createManifest() });
  const clay = await openFakeClay();
  onTestFinished(async () => {
    await Promise.all([slack.close(), clay.close()]);
  });
  const cwd = await openFolder();
  const config: Config = {
    slack: { bot_token: slack.botToken, app_token: slack.appToken, api_url: slack.apiUrl },
    clay: clay.configuration,
    database: { file: join(cwd, "state.db") },
  };
  change(config);
  writeFileSync(join(cwd, "clay-incident.yml"), JSON.stringify(config, null, 2));
  return { cwd, clay };
}

test("a set-up as the README describes it has a line for everything and nothing that failed", async () => {
  const { cwd } = await openSetUp();
  const { exitCode, stdout } = await runClayIncident(["doctor"], { cwd });
  const lines = [
    "Configuration",
    "Database",
    "Bot token",
    "App-level token",
    "Scopes",
    "Channels",
    "Runbook",
  ];
  for (const line of lines) expect(stdout).toMatch(new RegExp(`^✓ ${line}`, "m"));
  expect(stdout).toMatch(/^✓ Callback/m);
  expect(stdout).toContain("Nothing failed.");
  expect(exitCode).toBe(0);
});

test("looking adds no row, not even to a webhook that triage may always test", async () => {
  const { cwd, clay } = await openSetUp((config) => {
    config.clay!.webhooks = (config.clay!.webhooks as object[]).map((webhook) => ({
      ...webhook,
      submit: "always",
    }));
  });
  const before = structuredClone(clay.control.state().webhooks);
  await runClayIncident(["doctor"], { cwd });
  expect(clay.control.state().webhooks).toEqual(before);
});

test("what is wrong is marked, has its fix in the next line, and the rest is still looked at", async () => {
  const { cwd } = await openSetUp((config) => {
    config.slack!.app_token = "xapp-local-other";
    config.database!.file = "clay-incident.yml/state.db";
    config.clay!.callbacks = [{ name: "ours", url: "http://127.0.0.1:1/" }];
  });
  const { exitCode, stdout } = await runClayIncident(["doctor"], { cwd });
  expect(stdout).toMatch(/^✗ App-level token .*\n {4}→ .*connections:write/m);
  expect(stdout).toMatch(/^✗ Database .*\n {4}→ .*DATABASE_FILE/m);
  expect(stdout).toMatch(/^✗ Callback .*\n {4}→ /m);
  expect(stdout).toMatch(/^✓ Scopes/m);
  expect(stdout).toContain("3 failed.");
  expect(exitCode).toBe(1);
});

test("without Slack's tokens Clay is examined all the same", async () => {
  const { cwd } = await openSetUp((config) => {
    config.slack = {};
  });
  const { exitCode, stdout } = await runClayIncident(["doctor"], { cwd });
  expect(stdout).toMatch(/^✗ SLACK_BOT_TOKEN .*It is not set/m);
  expect(stdout).toMatch(/^– Slack .*not looked at/m);
  expect(stdout).toMatch(/^✓ Callback/m);
  expect(exitCode).toBe(1);
});

test("what is not configured is said, with how to set it, and is no failure", async () => {
  const { cwd } = await openSetUp((config) => {
    config.clay = { ...config.clay, webhooks: [], keys: [], callbacks: [] };
  });
  const { exitCode, stdout } = await runClayIncident(["doctor"], { cwd });
  for (const [line, variable] of [
    ["Webhook", "CLAY_WEBHOOK_URL"],
    ["API key", "CLAY_API_KEY"],
    ["Callback", "CLAY_CALLBACK_URL"],
  ])
    expect(stdout).toMatch(new RegExp(`^– ${line} .*\\n {4}→ Set ${variable} `, "m"));
  expect(exitCode).toBe(0);
});

test("a database from a newer version is told, with what to do", async () => {
  const { cwd } = await openSetUp();
  const file = join(cwd, "state.db");
  await (await openStore<Summary>({ file })).close();
  const database = new DatabaseSync(file);
  database.exec("update schema_version set version = 999");
  database.close();
  expect((await runClayIncident(["doctor"], { cwd })).stdout).toMatch(/^✗ Database .*schema version 999/m);
});

test("a wrong configuration is named as check names it, and Clay is examined with the rest of it", async () => {
  const { cwd } = await openSetUp((config) => {
    config.slack!.bot_token = "xapp-local-app";
    config.http = { port: "high" };
  });
  const { exitCode, stdout } = await runClayIncident(["doctor"], { cwd });
  const check = await runClayIncident(["check"], { cwd });
  for (const said of ["slack.bot_token must start with xoxb-", 'Found "high", expected a number.']) {
    expect(stdout).toContain(said);
    expect(check.stdout).toContain(said);
  }
  expect(stdout).toMatch(/^✓ Callback/m);
  expect([exitCode, check.exitCode]).toEqual([1, 1]);
});

test("of each key it is said which kind it is, for each of Clay's APIs refuses the other's", async () => {
  const { cwd } = await openSetUp((config) => {
    config.clay!.keys = [
      { name: "mine", key: ["clay", "user", "local"].join("_") },
      { name: "ours", key: ["clay", "scoped", "local"].join("_") },
      { name: "old", key: "local-old" },
    ];
  });
  const { stdout } = await runClayIncident(["doctor"], { cwd });
  expect(stdout).toMatch(/^✓ Key "mine" .*a personal account key \(clay_user_…\)/m);
  expect(stdout).toMatch(/^✓ Key "ours" .*a Public API key \(clay_scoped_…\)/m);
  expect(stdout).toMatch(/^✓ Key "old" .*begins with neither clay_scoped_ nor clay_user_/m);
  expect(stdout).toMatch(/^! clay\.keys\.0\.key .*personal account key/m);
});

test("of each status page it is said in which form it was read, or that the form is not known", async () => {
  const { cwd, clay } = await openSetUp((config) => {
    const base = String((config.clay!.callbacks as { url: string }[])[0]!.url).replace(
      "/callback/health",
      "",
    );
    config.clay!.providers = [
      { name: "Summary", status_url: `${base}/api/v2/summary.json` },
      { name: "Feed", status_url: `${base}/history.rss` },
      { name: "Health", status_url: `${base}/callback/health` },
    ];
  });
  clay.control.setStatus({
    indicator: "none",
    incidents: [{ name: "Upgrade", impact: "major", status: "scheduled" }],
  });
  const { stdout } = await runClayIncident(["doctor"], { cwd });
  expect(stdout).toMatch(/^✓ Clay status page .*Planned: Upgrade.*read as Rootly\)/m);
  expect(stdout).toMatch(/^✓ Provider "Summary" .*read as Statuspage\)/m);
  expect(stdout).toMatch(/^✓ Provider "Feed" .*read as RSS\)/m);
  expect(stdout).toMatch(/^! Provider "Health" .*in no form the bot knows\)/m);
});
