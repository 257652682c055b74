import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { renderEnvExample } from "../../src/config/env-example.ts";
import { knownKeys } from "../../src/config/explain.ts";
import { loadConfig } from "../../src/config/load.ts";
import { secretsOf } from "../../src/config/secrets.ts";
import { variables } from "../../src/config/variables.ts";

const project = resolve(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "clay-incident-examples-"));
afterAll(() => rmSync(directory, { recursive: true }));

const example = readFileSync(join(project, "clay-incident.example.yml"), "utf8");
const secrets = {
  SLACK_BOT_TOKEN: "xoxb-local-bot",
  SLACK_APP_TOKEN: "xapp-local-app",
  SLACK_SIGNING_SECRET: "local-signing-secret",
  CLAY_WEBHOOK_URL: "https://api.clay.com/v3/sources/webhook/local",
  CLAY_WEBHOOK_AUTH_TOKEN: "local-auth-token",
  CLAY_API_KEY: "local-api-key",
  DATABASE_URL: "postgres://localhost/clay",
};

function loadText(yaml: string, env: Record<string, string>, needs: "slack" | "probes" = "slack") {
  const file = join(directory, "clay-incident.yml");
  writeFileSync(file, yaml);
  return loadConfig({ env, directory, needs });
}

test("the example file is valid as it stands, once its variables are set", () => {
  expect(loadText(example, secrets)).toMatchObject({ warnings: [] });
});

test("the example file is valid with everything taken out of comments, so its defaults are true keys", () => {
  const everything = example.replace(/^( *)# ((?:[a-z_]+:|- \{| {2}- \{).*)$/gm, "$1$2");
  const loaded = loadText(everything, secrets);
  expect("problems" in loaded ? loaded.problems.filter(({ key }) => key !== "runbook.file") : []).toEqual([]);
});

test("the example file shows every key there is", () => {
  const sections = knownKeys([]);
  const keys = sections.flatMap((section) => [section, ...knownKeys([section])]);
  expect(keys.filter((key) => !new RegExp(`^\\s*(#\\s+)?${key}:`, "m").test(example))).toEqual([]);
});

test(".env.example is what the table of variables makes of it", () => {
  expect(readFileSync(join(project, ".env.example"), "utf8")).toBe(renderEnvExample());
});

test("every variable leads to a key there is", () => {
  for (const { name, path } of variables) {
    const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    expect(knownKeys(steps.slice(0, -1)), name).toContain(steps.at(-1));
  }
});

test("every secret of a configuration is known as one", () => {
  const loaded = loadText("", secrets);
  if ("problems" in loaded) throw new Error("not valid");
  expect(new Set(secretsOf(loaded.config))).toEqual(new Set(Object.values(secrets)));
});

test("so are the address and the key of your own tools", () => {
  const tool = { name: "ours", url: "https://your-tool.example/local", secret: "local-forward-secret" };
  const loaded = loadText(JSON.stringify({ forward: [tool] }), {}, "probes");
  if ("problems" in loaded) throw new Error(JSON.stringify(loaded.problems));
  expect(secretsOf(loaded.config)).toEqual([tool.url, tool.secret]);
});
