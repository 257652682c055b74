import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import packageJson from "../../package.json" with { type: "json" };
import { openFakeClay } from "../../src/fake-clay/open-fake-clay.ts";
import { createManifest } from "../../src/slack/manifest.ts";
import { project, runClayIncident, runProgram } from "../support/command-line.ts";
import { openTestSlack } from "../support/slack.ts";

const folder = mkdtempSync(join(tmpdir(), "clay-incident-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** An empty working directory, or one with a configuration file. */
function directory(yaml?: string): string {
  const made = mkdtempSync(join(folder, "cwd-"));
  if (yaml !== undefined) writeFileSync(join(made, "clay-incident.yml"), yaml);
  return made;
}

describe("starting the bot without configuration", () => {
  test.each([
    ["node src/main.ts", ["src/main.ts"]],
    ["clay-incident serve", ["src/cli/program.ts", "serve"]],
  ])(
    "%s names each missing variable with where to find it, and ends with 2",
    async (_shown, [script, ...args]) => {
      const { exitCode, stderr } = await runProgram(process.execPath, [join(project, script!), ...args], {
        cwd: directory(),
      });
      expect(stderr).toMatch(/SLACK_BOT_TOKEN\n.*OAuth & Permissions/);
      expect(stderr).toMatch(/SLACK_APP_TOKEN\n.*Basic Information → App-Level Tokens/);
      expect(exitCode).toBe(2);
    },
  );

  test.each([
    ["node src/main.ts", ["src/main.ts"]],
    ["clay-incident serve", ["src/cli/program.ts", "serve"]],
  ])("%s can be stopped while Slack cannot be reached", async (_shown, [script, ...args]) => {
    const child = spawn(process.execPath, [join(project, script!), ...args], {
      cwd: directory(),
      env: {
        PATH: process.env.PATH,
        SLACK_BOT_TOKEN: "xoxb-local-bot",
        SLACK_APP_TOKEN: "xapp-local-app",
        SLACK_API_URL: "http://127.0.0.1:9/api/",
        PORT: "0",
      },
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const ended = once(child, "exit");
    for await (const line of createInterface({ input: child.stdout }))
      if (line.includes("cannot reach Slack")) child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  });

  test("a token of the wrong kind is named", async () => {
    const env = { SLACK_BOT_TOKEN: "xapp-local-app", SLACK_APP_TOKEN: "xoxb-local-bot" };
    const { exitCode, stderr } = await runClayIncident(["serve"], { cwd: directory(), env });
    expect(stderr).toContain("SLACK_APP_TOKEN must start with xapp- (got xoxb-…).");
    expect(stderr).not.toContain("local");
    expect(exitCode).toBe(2);
  });
});

describe("a bot that cannot start says why, and ends", () => {
  async function serve(slack: object) {
    const workspace = await openTestSlack({ manifest: createManifest() });
    onTestFinished(workspace.close);
    const tokens = { bot_token: workspace.botToken, app_token: workspace.appToken };
    const cwd = directory(
      JSON.stringify({
        slack: { ...tokens, api_url: workspace.apiUrl, ...slack },
        http: { host: "127.0.0.1", port: 0 },
      }),
    );
    return runClayIncident(["serve"], { cwd });
  }

  test.each([
    ["a bot token", { bot_token: "xoxb-local-other" }],
    ["an app-level token", { app_token: "xapp-local-other" }],
  ])("%s that Slack does not know", async (_which, slack) => {
    const { exitCode, stderr } = await serve(slack);
    expect(stderr).toMatch(/^Could not start: .*invalid_auth.* Try: clay-incident doctor$/m);
    expect(exitCode).toBe(2);
  });
});

test("told to stop while it still tries to reach Slack, it ends", async () => {
  const env = {
    SLACK_BOT_TOKEN: "xoxb-local-bot",
    SLACK_APP_TOKEN: "xapp-local-app",
    SLACK_API_URL: "http://127.0.0.1:1/api/",
    PORT: "0",
  };
  const child = spawn(process.execPath, [join(project, "src/cli/program.ts"), "serve"], {
    cwd: directory(),
    env,
  });
  const ended = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes("cannot reach Slack; trying again")) break;
  }
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

describe("usage", () => {
  test("a misspelt command is answered with the nearest one", async () => {
    const { exitCode, stderr } = await runClayIncident(["triagge"], { cwd: directory() });
    expect(stderr).toContain("Did you mean triage?");
    expect(exitCode).toBe(2);
  });

  test("no command shows what there is", async () => {
    const { exitCode, stderr } = await runClayIncident([], { cwd: directory() });
    for (const command of ["serve", "triage", "doctor", "check", "manifest", "backup", "export"]) {
      expect(stderr).toMatch(new RegExp(`^  ${command}\\b`, "m"));
    }
    expect(exitCode).toBe(2);
  });

  test("help and version end with 0", async () => {
    expect(await runClayIncident(["--help"], { cwd: directory() })).toMatchObject({
      exitCode: 0,
      stderr: "",
    });
    expect((await runClayIncident(["--version"], { cwd: directory() })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("check", () => {
  test("a good configuration is summed up, with what serving Slack still needs", async () => {
    const { exitCode, stdout } = await runClayIncident(["check"], {
      cwd: directory("clay: { callbacks: [{ name: ours, url: 'https://your-app.example' }] }"),
    });
    expect(stdout).toContain("✓ clay-incident.yml is valid: webhooks 0, keys 0, callbacks 1.");
    expect(stdout).toContain("To serve Slack it still needs:");
    expect(exitCode).toBe(0);
  });

  test("a token of the wrong kind, which serve would refuse, fails it as well", async () => {
    const env = { SLACK_BOT_TOKEN: "xapp-local-app" };
    const { exitCode, stdout } = await runClayIncident(["check"], { cwd: directory(), env });
    expect(stdout).toContain("✗ environment  SLACK_BOT_TOKEN\n    SLACK_BOT_TOKEN must start with xoxb-");
    expect(stdout).toContain("– environment  SLACK_APP_TOKEN");
    expect(exitCode).toBe(1);
  });

  test("a bad one ends with 1 and every problem in its line", async () => {
    const cwd = directory();
    writeFileSync(join(cwd, "other.yml"), "slak: {}\nhttp:\n  port: high\n");
    const { exitCode, stdout } = await runClayIncident(["check", "--config", "other.yml"], { cwd });
    expect(stdout).toMatch(/^✗ other\.yml:1:1 {2}slak\n.*Did you mean "slack"\?/);
    expect(stdout).toMatch(/^✗ other\.yml:3:9 {2}http\.port\n {4}Found "high", expected a number\./m);
    expect(exitCode).toBe(1);
  });
});

describe("manifest", () => {
  test("without an address it is the committed one, with the configured command", async () => {
    const { stdout } = await runClayIncident(["manifest"], { cwd: directory("slack: { command: /clay }") });
    expect(parse(stdout).features.slash_commands[0].command).toBe("/clay");
    expect(parse(stdout).settings.socket_mode_enabled).toBe(true);
  });

  test("with one, everything Slack calls points there", async () => {
    const { stdout } = await runClayIncident(["manifest", "--http", "https://your-bot.example"], {
      cwd: directory(),
    });
    const { features, settings } = parse(stdout);
    const address = "https://your-bot.example/slack/events";
    expect(features.slash_commands[0].url).toBe(address);
    expect(settings.event_subscriptions.request_url).toBe(address);
    expect(settings.interactivity.request_url).toBe(address);
    expect(settings.socket_mode_enabled).toBe(false);
  });

  test("an address Slack could not call is refused", async () => {
    const { exitCode, stderr } = await runClayIncident(["manifest", "--http", "http://bot"], {
      cwd: directory(),
    });
    expect(stderr).toContain("https:// address");
    expect(exitCode).toBe(2);
  });
});

describe("triage", () => {
  const nowhere = "http://127.0.0.1:1";
  const unreachable = {
    CLAY_HOSTS: nowhere,
    CLAY_STATUS_URL: nowhere,
    CLAY_API_URL: nowhere,
    CLAY_API_KEY: "local-key",
  };

  test("what is wrong elsewhere is named and left out, and the rest is probed", async () => {
    const clay = await openFakeClay();
    onTestFinished(clay.close);
    const { webhooks, ...rest } = clay.configuration;
    const cwd = directory(
      JSON.stringify({
        slack: { mode: "carrier pigeon" },
        incident: { announcements_channel: "#incidents" },
        runbook: { file: "gone.yml" },
        clay: { ...rest, webhooks: [{ ...webhooks[0], submit: "sometimes" }, webhooks[1]] },
      }),
    );
    const { exitCode, stdout, stderr } = await runClayIncident(["triage"], { cwd });
    for (const key of [
      "slack.mode",
      "incident.announcements_channel",
      "runbook.file",
      "clay.webhooks.0.submit",
    ])
      expect(stderr).toContain(`  ${key}\n`);
    expect(stdout).toContain("Credits");
    expect(stdout).not.toContain('Webhook "leads"');
    expect(clay.control.state().seen.map(({ method }) => method)).not.toContain("POST");
    expect(exitCode).toBe(0);
  });

  test("a file broken further down, or not there at all, keeps nobody from probing", async () => {
    const broken = directory("clay: { low_credits: 7 }\nlog:\n\tlevel: info\n");
    const told = await runClayIncident(["triage", "--json"], { cwd: broken, env: unreachable });
    expect(JSON.parse(told.stdout).leftOut).toMatchObject([{ where: "clay-incident.yml:3:1", key: "YAML" }]);
    const { exitCode, stderr } = await runClayIncident(["triage", "-c", "gone.yml"], {
      cwd: directory(),
      env: unreachable,
    });
    expect(stderr).toContain("The configuration file gone.yml is not there.");
    expect(exitCode).toBe(2);
  });

  test("--json is one document on standard output, even when nothing can be reached", async () => {
    const { exitCode, stdout, stderr } = await runClayIncident(["triage", "--json"], {
      cwd: directory(),
      env: unreachable,
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: "inconclusive",
      results: expect.any(Array),
      leftOut: [],
    });
    expect(JSON.stringify(JSON.parse(stdout).diagnosis)).not.toContain("severity");
    expect(exitCode).toBe(2);
  });
});

test("runbook check accepts the built-in runbook and places the problems of another", async () => {
  expect((await runClayIncident(["runbook", "check"], { cwd: directory() })).stdout).toContain(
    "✓ The built-in runbook is valid",
  );
  const cwd = directory();
  writeFileSync(join(cwd, "ours.yml"), "extends: nothing\n");
  const { exitCode, stdout } = await runClayIncident(["runbook", "check", "ours.yml"], { cwd });
  expect(stdout).toContain("ours.yml:1:10");
  expect(exitCode).toBe(1);
});

test("runbook graph draws the built-in tree", async () => {
  const { exitCode, stdout } = await runClayIncident(["runbook", "graph"], { cwd: directory() });
  expect(stdout).toContain("flowchart");
  expect(exitCode).toBe(0);
});

test("export says when there is no database, instead of making one", async () => {
  const { exitCode, stderr } = await runClayIncident(["export", "INC-1"], { cwd: directory() });
  expect(stderr).toContain("There is no database at data/clay-incident.db");
  expect(exitCode).toBe(2);
});

describe("the launcher", () => {
  test("works through a link from elsewhere", async () => {
    const link = join(directory(), "clay-incident");
    symlinkSync(join(project, "bin/clay-incident"), link);
    expect((await runProgram(link, ["--version"], { cwd: folder })).stdout).toMatch(/^\d/);
  });

  /** Runs a copy of it where there is no Node but one that does as told. */
  async function launchWith(node: string, args: string[]) {
    const root = directory();
    mkdirSync(join(root, "bin"));
    mkdirSync(join(root, "only"));
    writeFileSync(join(root, "only/node"), `#!/bin/sh\n${node}\n`);
    chmodSync(join(root, "only/node"), 0o755);
    const launcher = join(root, "bin/clay-incident");
    copyFileSync(join(project, "bin/clay-incident"), launcher);
    const env = { PATH: `${join(root, "only")}:${process.env.PATH}` };
    return { root, ...(await runProgram(launcher, args, { env })) };
  }

  test("says what is needed where there is only an old Node", async () => {
    const { exitCode, stderr } = await launchWith("echo v20.1.0", ["check"]);
    expect(stderr).toContain("needs Node 24 or newer (found: v20.1.0)");
    expect(stderr).toContain("npm ci");
    expect(exitCode).toBe(2);
  });

  test("starts the bot with the same options as npm start", async () => {
    const says = 'if [ "$1" = --version ]; then echo v24.0.0; else echo "$@"; fi';
    const { root, stdout } = await launchWith(says, ["serve"]);
    const options = packageJson.scripts.start.split(" ").slice(1, -1).join(" ");
    expect(stdout).toContain(options.replace("./", `${root}/`));
    expect(stdout).toMatch(/src\/cli\/program\.ts serve$/m);
  });
});
