// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is what people write into the file.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Loaded, type LoadOptions, loadConfig, readConfig } from "../../src/config/load.ts";
import { secretsOf } from "../../src/config/secrets.ts";
import type { Problem } from "../../src/lib/problem.ts";

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

type Given = { yaml?: string | Buffer; dotEnv?: string | Buffer; env?: Record<string, string> } & Pick<
  LoadOptions,
  "needs" | "file"
>;

function load({ yaml, dotEnv, env = {}, ...options }: Given): Loaded {
  const directory = mkdtempSync(join(tmpdir(), "clay-incident-config-"));
  directories.push(directory);
  if (yaml !== undefined) writeFileSync(join(directory, "clay-incident.yml"), yaml);
  if (dotEnv !== undefined) writeFileSync(join(directory, ".env"), dotEnv);
  return loadConfig({ env, directory, ...options });
}

function configOf(loaded: Loaded) {
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems, null, 2));
  return loaded.config;
}

function problemsOf(loaded: Loaded): Problem[] {
  return "problems" in loaded ? loaded.problems : [];
}

const goodTokens = { SLACK_BOT_TOKEN: "xoxb-local-bot", SLACK_APP_TOKEN: "xapp-local-app" };

describe("where values come from", () => {
  test("the runbook's variables alone are enough for triage", () => {
    const { clay } = configOf(
      load({
        env: {
          CLAY_WEBHOOK_URL: "https://api.clay.com/v3/sources/webhook/local",
          CLAY_WEBHOOK_AUTH_TOKEN: "local-token",
          CLAY_API_KEY: "local-key",
          CLAY_CALLBACK_URL: "https://your-app.example/health",
        },
      }),
    );
    expect(clay.webhooks).toEqual([
      {
        name: "default",
        url: "https://api.clay.com/v3/sources/webhook/local",
        auth_token: "local-token",
        submit: "ask",
        limit: 50_000,
      },
    ]);
    expect(clay.keys).toEqual([{ name: "default", key: "local-key", kind: "public" }]);
    expect(clay.callbacks).toEqual([{ name: "default", url: "https://your-app.example/health" }]);
  });

  test("nothing at all is a valid configuration for triage, with no targets", () => {
    const { clay, http } = configOf(load({}));
    expect(clay.webhooks).toEqual([]);
    expect(http.port).toBe(3000);
  });

  test("the environment overrides the file, and .env overrides neither", () => {
    const config = configOf(
      load({
        yaml: "http: { port: 1000 }\nlog: { level: debug }",
        dotEnv: "PORT=2000\nHOST=127.0.0.1\nLOG_LEVEL=",
        env: { PORT: "3001" },
      }),
    );
    expect(config.http).toEqual({ host: "127.0.0.1", port: 3001 });
    expect(config.log.level).toBe("debug");
  });

  test("webhooks listed in the file are not joined by one of the environment", () => {
    const { clay } = configOf(
      load({
        yaml: "clay:\n  webhooks:\n    - { name: leads, url: '${CLAY_WEBHOOK_URL}' }",
        env: { CLAY_WEBHOOK_URL: "https://relay.example/hook", CLAY_WEBHOOK_SUBMIT: "always" },
      }),
    );
    expect(clay.webhooks.map(({ name, submit }) => [name, submit])).toEqual([["leads", "ask"]]);
  });

  test("a webhook token without a webhook is left alone", () => {
    expect(configOf(load({ env: { CLAY_WEBHOOK_AUTH_TOKEN: "local-token" } })).clay.webhooks).toEqual([]);
  });

  test("variables become the number, truth value or list that is wanted there", () => {
    const config = configOf(
      load({
        yaml: "slack: { allow_guests: '${GUESTS}' }\nhttp: { port: '${LISTEN_ON:-4000}' }",
        env: { GUESTS: "true", INCIDENT_INVITE_USERS: "U0LEAD, U0ONCALL" },
      }),
    );
    expect(config.slack.allow_guests).toBe(true);
    expect(config.http.port).toBe(4000);
    expect(config.incident.invite_users).toEqual(["U0LEAD", "U0ONCALL"]);
  });

  test("a secret that looks like a number stays text, and a default may be empty", () => {
    const { clay } = configOf(
      load({
        yaml: `clay:
  keys: [{ name: main, key: "$\{CLAY_API_KEY}" }]
  webhooks: [{ name: leads, url: "https://relay.example", auth_token: "$\{NO_TOKEN:-}" }]`,
        env: { CLAY_API_KEY: "12345678" },
      }),
    );
    expect(clay.keys[0]?.key).toBe("12345678");
    expect(clay.webhooks[0]).not.toHaveProperty("auth_token");
  });

  test("$$ keeps a dollar brace as it is", () => {
    const { incident } = configOf(
      load({ yaml: "incident: { bookmarks: [{ title: '$${x}', url: 'https://a.example' }] }" }),
    );
    expect(incident.bookmarks[0]?.title).toBe("${x}");
  });
});

describe("what is wrong", () => {
  test("every problem is told at once, each with its line and column", () => {
    const problems = problemsOf(
      load({
        needs: "slack",
        yaml: `slack:
  comand: /triage
  connections: 99
clay:
  webhooks:
    - name: leads
      url: not-an-address
    - name: leads
triage: { deadline_ms: "5s" }
`,
        env: { SLACK_BOT_TOKEN: "xoxb-local-bot", PORT: "abc" },
      }),
    );
    expect(problems.map(({ where, key }) => `${where} ${key}`)).toEqual([
      "clay-incident.yml:2:3 slack.comand",
      "clay-incident.yml:3:16 slack.connections",
      "clay-incident.yml:6:5 clay.webhooks",
      "clay-incident.yml:7:12 clay.webhooks.0.url",
      "clay-incident.yml:8:7 clay.webhooks.1.url",
      "clay-incident.yml:9:24 triage.deadline_ms",
      "environment PORT",
      "environment SLACK_APP_TOKEN",
    ]);
  });

  test("an unknown key names the nearest one", () => {
    const [problem] = problemsOf(load({ yaml: "slack: { comand: /x }" }));
    expect(problem?.message).toBe('There is no such key. Did you mean "command"?');
    const [other] = problemsOf(load({ yaml: "log: { colour: red }" }));
    expect(other?.fix).toBe("Take it out, or use one of: level.");
  });

  test("found and expected stand side by side", () => {
    const messages = problemsOf(
      load({ yaml: "log: { level: loud }\nhttp: { port: 70000 }\nruntime: 1\nslack: [1]" }),
    ).map(({ message }) => message);
    expect(messages).toEqual(
      expect.arrayContaining([
        'Found "loud", expected one of silent, fatal, error, warn, info, debug, trace.',
        "Found 70000, expected at most 65535.",
        "Found a list, expected a section with its own keys.",
      ]),
    );
  });

  test("a value from .env is told with its line there", () => {
    const [problem] = problemsOf(load({ dotEnv: "# local\nHOST=127.0.0.1\nPORT=many\n" }));
    expect(problem).toMatchObject({
      where: ".env:3",
      key: "PORT",
      message: 'Found "many", expected a number.',
    });
  });

  test("broken YAML is told with its place", () => {
    const [problem] = problemsOf(load({ yaml: "slack:\n  mode: socket\nclay: {\n" }));
    expect(problem?.where).toMatch(/^clay-incident\.yml:[34]:/);
  });

  test.each([
    ["log: { level: *nowhere }", "clay-incident.yml:1:15", 'has no "&nowhere" before it'],
    ["clay: &all\n  hosts: *all", "clay-incident.yml:2:10", "stands inside what it stands for"],
  ])("an alias that cannot be followed is told with its place: %j", (yaml, where, why) => {
    const [problem] = problemsOf(load({ yaml }));
    expect(problem?.where).toBe(where);
    expect(problem?.message).toContain(why);
  });

  test.each(["- a\n- b", "just text", "42"])("a file that is no set of sections is told: %j", (yaml) => {
    expect(problemsOf(load({ yaml }))[0]?.message).toContain("expected sections");
  });

  test("a section whose lines are all commented out counts as left out", () => {
    expect(configOf(load({ yaml: "triage:\n  # deadline_ms: 1\n" })).triage.deadline_ms).toBe(5000);
  });

  test("an empty file is a valid one", () => {
    expect(configOf(load({ yaml: "# nothing yet\n" })).slack.mode).toBe("socket");
    expect(configOf(load({ yaml: "" })).slack.mode).toBe("socket");
  });

  test("a named file that is not there is told", () => {
    const [problem] = problemsOf(load({ file: "elsewhere.yml" }));
    expect(problem).toMatchObject({ where: "elsewhere.yml", key: "file" });
    expect(problemsOf(load({ env: { CLAY_INCIDENT_CONFIG: "other.yml" } }))[0]?.where).toBe("other.yml");
  });

  test("a variable the file names but nobody set is told once, where it stands", () => {
    const problems = problemsOf(load({ yaml: "clay:\n  keys:\n    - { name: a, key: '${MISSING_KEY}' }" }));
    expect(problems.map(({ where, key }) => `${where} ${key}`)).toEqual([
      "clay-incident.yml:3:23 MISSING_KEY",
    ]);
  });

  test("a runbook file that is not there is told", () => {
    expect(problemsOf(load({ yaml: "runbook: { file: gone.yml }" }))[0]).toMatchObject({
      where: "clay-incident.yml:1:18",
      key: "runbook.file",
    });
  });
});

/** A directory with these files in it. */
function directoryWith(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "clay-incident-config-"));
  directories.push(directory);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

describe("files as editors and tools leave them", () => {
  test("a byte order mark hides neither the first variable nor the first key", () => {
    const config = configOf(
      load({ dotEnv: "\ufeffPORT=2000\nHOST=127.0.0.1", yaml: "\ufefflog: { level: debug }" }),
    );
    expect(config).toMatchObject({ http: { port: 2000, host: "127.0.0.1" }, log: { level: "debug" } });
  });

  test.each(["\ufeffPORT=2000", "PORT=2000"])("UTF-16 is named as such: %j", (text) => {
    const utf16 = Buffer.from(text, "utf16le");
    expect(problemsOf(load({ dotEnv: utf16 }))).toMatchObject([
      {
        where: ".env",
        message: ".env is saved as UTF-16, and must be UTF-8 (choose that when you save it).",
      },
    ]);
    expect(problemsOf(load({ yaml: utf16 }))[0]?.message).toContain("is saved as UTF-16");
  });

  test("a folder in place of .env, or one that cannot be read, is named", () => {
    const folder = directoryWith({});
    mkdirSync(join(folder, ".env"));
    expect(readConfig({ env: {}, directory: folder }).problems).toMatchObject([
      { where: ".env", message: ".env is a folder, not a file." },
    ]);
    const circle = directoryWith({});
    symlinkSync(".env", join(circle, ".env"));
    expect(readConfig({ env: {}, directory: circle }).problems[0]?.message).toContain("leads in a circle");
  });

  test("quotes that docker --env-file keeps are no part of any value", () => {
    const env = { PORT: "'3001'", CLAY_API_KEY: '"local-key"', CLAY_WEBHOOK_URL: '""', KEY: '"from-file"' };
    const { http, clay } = configOf(load({ env, yaml: "runbook:\nlog: { level: '${LEVEL:-info}' }" }));
    expect([http.port, clay.keys[0]?.key, clay.webhooks]).toEqual([3001, "local-key", []]);
  });

  test("clay-incident.yaml is found, too, and both together are said", () => {
    const one = directoryWith({ "clay-incident.yaml": "http: { port: 1000 }" });
    expect(readConfig({ env: {}, directory: one })).toMatchObject({
      file: "clay-incident.yaml",
      config: { http: { port: 1000 } },
    });
    const both = directoryWith({ "clay-incident.yaml": "", "clay-incident.yml": "" });
    expect(readConfig({ env: {}, directory: both })).toMatchObject({
      file: "clay-incident.yml",
      warnings: [{ message: "clay-incident.yaml is there beside clay-incident.yml, and is not read." }],
    });
  });
});

describe("one mistake is one problem, which says what it is", () => {
  test.each([
    [
      "a wrong item of a list in .env",
      { dotEnv: "A=1\nINCIDENT_INVITE_USERS=U0LEAD,@ann" },
      ".env:2",
      "INCIDENT_INVITE_USERS",
      /^Found "@ann", expected a member's id/,
    ],
    [
      "a number where text was due",
      { yaml: "clay: { workspace_id: 12345 }" },
      "clay-incident.yml:1:23",
      "clay.workspace_id",
      /quotes, so that it is text/,
    ],
    [
      "a secret that is a number",
      { yaml: "clay: { keys: [{ name: a, key: 12345678 }] }" },
      "clay-incident.yml:1:32",
      "clay.keys.0.key",
      /^Found a value of 8 characters, not shown.*quotes/,
    ],
    [
      "a misspelt key that has to be there",
      { yaml: "clay: { keys: [{ name: a, kee: x }] }" },
      "clay-incident.yml:1:27",
      "clay.keys.0.kee",
      /Did you mean "key"/,
    ],
    [
      "another name for a key that has to be there",
      { yaml: "clay: { callbacks: [{ name: a, address: x }] }" },
      "clay-incident.yml:1:32",
      "clay.callbacks.0.address",
      /Did you mean "url"/,
    ],
    [
      "a key there twice",
      { yaml: "log: { level: info }\nhttp: { port: 1 }\nlog: { level: debug }" },
      "clay-incident.yml:3:1",
      "log",
      /"log" is there twice: the first one is in line 1/,
    ],
    [
      "a tab",
      { yaml: "log:\n\tlevel: info\n  a: b\n c: d" },
      "clay-incident.yml:2:1",
      "YAML",
      /Tabs are not allowed/,
    ],
    [
      "a quote without its end",
      { yaml: 'log: "x\nhttp:\n  port: 1' },
      "clay-incident.yml:3:10",
      "YAML",
      /Missing closing/,
    ],
    [
      "a channel's name that begins a comment",
      { yaml: "incident:\n  announcements_channel: #incidents\n" },
      "clay-incident.yml:2:26",
      "incident.announcements_channel",
      /# begins a comment, so "#incidents" is not read.*quotes/,
    ],
    [
      "an item that begins a comment",
      { yaml: "incident:\n  invite_users:\n    - #ann\n" },
      "clay-incident.yml:3:7",
      "incident.invite_users.0",
      /# begins a comment/,
    ],
    [
      "a variable named in two places",
      { yaml: "clay:\n  keys: [{ name: a, key: '${NO_KEY}' }]\n  api_url: '${NO_KEY}'" },
      "clay-incident.yml:2:26",
      "NO_KEY",
      /is not set/,
    ],
    [
      "text where Slack's section was due",
      { yaml: "slack: yes" },
      "clay-incident.yml:1:8",
      "slack",
      /expected a section/,
    ],
    [
      "a mode that does not exist",
      { yaml: "slack: { mode: htpp, bot_token: xoxb-local }" },
      "clay-incident.yml:1:16",
      "slack.mode",
      /one of socket, http/,
    ],
    [
      "a token that is a number",
      { yaml: "slack: { bot_token: 7, app_token: xapp-local }" },
      "clay-incident.yml:1:21",
      "slack.bot_token",
      /quotes/,
    ],
    [
      "a file that is not there",
      { file: "gone.yml", env: goodTokens },
      "gone.yml",
      "file",
      /^The configuration file gone\.yml is not there\. Correct --config/,
    ],
  ] as const)("%s", (_name, given, where, key, says) => {
    const problems = problemsOf(
      load({
        needs: "slack",
        env: "yaml" in given && given.yaml.includes("slack:") ? {} : goodTokens,
        ...given,
      }),
    );
    expect(problems).toMatchObject([{ where, key }]);
    expect(`${problems[0]?.message} ${problems[0]?.fix}`).toMatch(says);
  });

  test("a remark after an empty key is none, nor is one after a section's name", () => {
    expect(
      configOf(load({ yaml: "triage: #all at their defaults\nincident:\n  pin_emoji: # left out\n" }))
        .incident.pin_emoji,
    ).toBe("pushpin");
  });

  test("merge keys work, from any entry and from a section named x-…", () => {
    const yaml = `x-webhook: &usual { submit: never, auth_token: "\${TOKEN}" }
clay:
  webhooks:
    - &leads { <<: *usual, name: leads, url: "https://relay.example/a" }
    - { <<: [*leads], name: events, url: 7 }`;
    const [problem, ...others] = problemsOf(load({ yaml, env: { TOKEN: "local-token" } }));
    expect(problem).toMatchObject({ where: "clay-incident.yml:5:42", key: "clay.webhooks.1.url" });
    expect(others).toEqual([]);
    const { webhooks } = readConfig({
      env: { TOKEN: "local-token" },
      directory: directoryWith({ "clay-incident.yml": yaml }),
    }).config.clay;
    expect(webhooks).toEqual([
      {
        name: "leads",
        url: "https://relay.example/a",
        submit: "never",
        auth_token: "local-token",
        limit: 50_000,
      },
    ]);
  });
});

describe("what is valid beside what is wrong", () => {
  test("is kept: of a list the good entries, of a section the good keys, of a file what stands before the slip", () => {
    const directory = directoryWith({
      "clay-incident.yml": `clay:
  hosts: [https://one.example, two]
  webhooks: [{ name: a, url: "https://relay.example/a" }, { name: a, url: "https://relay.example/b" }, { name: b }]
  status_url: nowhere
  low_credits: 5
triage: { deadline_ms: 700, sharing: 3 }
log:
\tlevel: info
`,
    });
    const { config, problems } = readConfig({ env: {}, directory });
    expect(problems).toHaveLength(6);
    expect(config.clay).toMatchObject({
      hosts: ["https://one.example"],
      webhooks: [{ name: "a", url: "https://relay.example/a" }],
      status_url: "https://status.clay.com/api/v1/status.json",
      low_credits: 5,
    });
    expect(config.triage.deadline_ms).toBe(700);
  });
});

describe("what Slack needs", () => {
  test("to serve by Socket Mode both tokens are needed, and each is named with where to find it", () => {
    const problems = problemsOf(load({ needs: "slack" }));
    expect(problems.map(({ key }) => key)).toEqual(["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]);
    expect(problems[1]?.fix).toContain("Basic Information → App-Level Tokens");
    expect(configOf(load({ needs: "slack", env: goodTokens })).slack.bot_token).toBe("xoxb-local-bot");
  });

  test("to serve by HTTP the signing secret is needed instead of the app-level token", () => {
    const env = { SLACK_BOT_TOKEN: "xoxb-local-bot", SLACK_MODE: "http" };
    expect(problemsOf(load({ needs: "slack", env })).map(({ key }) => key)).toEqual(["SLACK_SIGNING_SECRET"]);
    const swapped = { ...env, SLACK_SIGNING_SECRET: "xoxb-local-bot" };
    expect(problemsOf(load({ needs: "slack", env: swapped }))[0]?.message).toBe(
      "SLACK_SIGNING_SECRET must be the signing secret, not a token (got xoxb-…).",
    );
  });

  test("a token of the wrong kind is named as such, without showing it", () => {
    const env = { SLACK_BOT_TOKEN: "xoxp-local-person", SLACK_APP_TOKEN: "xoxb-local-bot" };
    const problems = problemsOf(load({ needs: "slack", env }));
    expect(problems.map(({ message, fix }) => `${message} ${fix}`)).toEqual([
      "SLACK_BOT_TOKEN must start with xoxb- (got xoxp-…). Copy it from your app's OAuth & Permissions → Bot User OAuth Token.",
      "SLACK_APP_TOKEN must start with xapp- (got xoxb-…). Create one under Basic Information → App-Level Tokens, with the scope connections:write.",
    ]);
  });

  test("triage runs without Slack's tokens, even where the file refers to them", () => {
    const yaml = "slack: { bot_token: '${SLACK_BOT_TOKEN}' }";
    expect(configOf(load({ yaml })).slack.bot_token).toBeUndefined();
    expect(problemsOf(load({ yaml, needs: "slack" })).map(({ key }) => key)).toEqual([
      "SLACK_BOT_TOKEN",
      "SLACK_APP_TOKEN",
    ]);
  });
});

describe("secrets", () => {
  test("no secret is repeated in a problem", () => {
    const secret = "do-not-repeat-me";
    const problems = problemsOf(
      load({
        needs: "slack",
        yaml: "clay:\n  webhooks: [{ name: a, url: '${HIDDEN}' }]\nhttp: { host: 1, port: '${HIDDEN}' }",
        env: { HIDDEN: secret, SLACK_BOT_TOKEN: secret, DATABASE_URL: secret, SLACK_APP_TOKEN: secret },
      }),
    );
    expect(new Set(problems.map(({ key }) => key))).toEqual(
      new Set([
        "clay.webhooks.0.url",
        "DATABASE_URL",
        "http.host",
        "http.port",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
      ]),
    );
    expect(JSON.stringify(problems)).not.toContain(secret);
  });
});

describe("doubts", () => {
  test("a webhook address not of Clay's documented form is a warning", () => {
    const loaded = load({ yaml: "clay:\n  webhooks: [{ name: relay, url: 'https://relay.example/hook' }]" });
    expect("warnings" in loaded && loaded.warnings[0]).toMatchObject({
      where: "clay-incident.yml:2:34",
      key: "clay.webhooks.0.url",
    });
  });

  test("a personal key for the public API is a warning", () => {
    const loaded = load({ env: { CLAY_API_KEY: "clay_user_local" } });
    expect("warnings" in loaded && loaded.warnings[0]).toMatchObject({
      where: "environment",
      key: "CLAY_API_KEY",
    });
  });

  test("a workflow's address is as good as a table's, and the word it ends with is no secret", () => {
    const url = "https://api.clay.com/v3/tc-workflows/streams/wfrs_local0000scoring1/webhook";
    const loaded = load({ yaml: `clay:\n  webhooks: [{ name: scoring, url: "${url}", limit: none }]` });
    expect("warnings" in loaded && loaded.warnings).toEqual([]);
    expect(secretsOf(configOf(loaded))).toEqual([url, "wfrs_local0000scoring1"]);
    const [problem] = problemsOf(
      load({ yaml: "clay: { webhooks: [{ name: a, url: 'https://a.example', limit: many }] }" }),
    );
    expect(problem).toMatchObject({
      key: "clay.webhooks.0.limit",
      message: 'Found "many", expected a number of submissions, or "none".',
    });
  });

  test("one of the documented form is not", () => {
    const loaded = load({ env: { CLAY_WEBHOOK_URL: "https://api.clay.com/v3/sources/webhook/pull-in-1" } });
    expect("warnings" in loaded && loaded.warnings).toEqual([]);
  });
});
