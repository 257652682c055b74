import { afterEach, describe, expect, test } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import type { Check } from "../../src/lib/check.ts";
import { createLogger } from "../../src/log.ts";
import { examineSlack } from "../../src/slack/doctor.ts";
import { createManifest } from "../../src/slack/manifest.ts";
import { botScopes } from "../../src/slack/web/scopes.ts";
import { createWeb } from "../../src/slack/web/web.ts";
import { openTestSlack, type TestSlack } from "../support/slack.ts";

const opened: TestSlack[] = [];
afterEach(() => Promise.all(opened.splice(0).map((slack) => slack.close())));

async function openSlack(): Promise<TestSlack> {
  const slack = await openTestSlack({ manifest: createManifest() });
  opened.push(slack);
  return slack;
}

type Given = { slack?: object; incident?: object };

async function examine(workspace: TestSlack, given: Given = {}): Promise<Map<string, Check>> {
  const config = configSchema.parse({
    slack: {
      bot_token: workspace.botToken,
      app_token: workspace.appToken,
      api_url: workspace.apiUrl,
      ...given.slack,
    },
    incident: given.incident ?? {},
  });
  const log = createLogger({ level: "silent" });
  const checks = new Map<string, Check>();
  for await (const check of examineSlack({ config, web: createWeb(config.slack, log), log })) {
    checks.set(check.name, check);
  }
  return checks;
}

const statuses = (checks: Map<string, Check>) => [...checks.values()].map(({ status }) => status);

describe("a workspace set up as the README says", () => {
  test("has nothing that fails, and names bot, workspace and channels", async () => {
    const workspace = await openSlack();
    const { control } = workspace;
    const checks = await examine(workspace, {
      incident: {
        announcements_channel: control.channel("#incidents").id,
        invite_users: [control.user("lead").id],
        invite_usergroup: control.createUserGroup("clay-backup", ["lead"]),
      },
    });
    expect(statuses(checks)).not.toContain("failed");
    expect(statuses(checks)).not.toContain("warning");
    expect(checks.get("Bot token")?.detail).toContain("Local workspace");
    expect(checks.get("Scopes")?.detail).toBe(`all ${botScopes.length} granted`);
    expect(checks.get("Channels")?.detail).toContain("#incidents");
    expect(checks.get("Announcements channel")?.detail).toBe("#incidents");
    expect(checks.get("User groups")?.detail).toBe("@clay-backup (invite_usergroup)");
  });

  test("nothing is changed by looking", async () => {
    const workspace = await openSlack();
    await examine(workspace);
    const methods = workspace.control.calls().map(({ method }) => method);
    expect(methods).toContain("auth.test");
    expect(methods.filter((method) => /post|create|invite|update|set|add|archive/i.test(method))).toEqual([]);
  });
});

describe("tokens", () => {
  test("a bot token Slack does not know is named with the fix, and the rest is not looked at", async () => {
    const checks = await examine(await openSlack(), { slack: { bot_token: "xoxb-local-other" } });
    expect(checks.get("Bot token")).toMatchObject({ status: "failed", detail: "Slack answers invalid_auth" });
    expect(checks.get("Bot token")?.fix).toContain("SLACK_BOT_TOKEN");
    expect(checks.get("Scopes, channels, people")?.status).toBe("skipped");
  });

  test("an app-level token Slack does not know is named", async () => {
    const checks = await examine(await openSlack(), { slack: { app_token: "xapp-local-other" } });
    expect(checks.get("App-level token")).toMatchObject({ status: "failed" });
    expect(checks.get("App-level token")?.fix).toContain("connections:write");
    expect(checks.get("Bot token")?.status).toBe("ok");
  });

  test("in HTTP mode no app-level token is needed", async () => {
    const checks = await examine(await openSlack(), { slack: { mode: "http", signing_secret: "local" } });
    expect(checks.has("App-level token")).toBe(false);
    expect(checks.get("Signing secret")?.status).toBe("skipped");
  });

  test("a Slack that cannot be reached is told as that, not as a bad token", async () => {
    const checks = await examine(await openSlack(), { slack: { api_url: "http://127.0.0.1:1/api/" } });
    expect(checks.get("Bot token")?.detail).toContain("cannot be reached");
  });
});

describe("scopes", () => {
  test("a missing one is named with what needs it, and the fix is to reinstall", async () => {
    const workspace = await openSlack();
    workspace.control.set({ scopes: botScopes.filter((scope) => scope !== "pins:write") });
    const scopes = (await examine(workspace)).get("Scopes");
    expect(scopes).toMatchObject({ status: "failed", detail: "missing pins:write (for pins.add)" });
    expect(scopes?.fix).toContain("reinstall");
  });

  test("one that nothing needs is a warning", async () => {
    const workspace = await openSlack();
    workspace.control.set({ scopes: [...botScopes, "files:read"] });
    expect((await examine(workspace)).get("Scopes")).toMatchObject({ status: "warning" });
  });

  test("a line that needs the missing one says so", async () => {
    const workspace = await openSlack();
    workspace.control.set({ scopes: botScopes.filter((scope) => scope !== "usergroups:read") });
    const checks = await examine(workspace, { incident: { invite_usergroup: "S0ONCALL" } });
    expect(checks.get("User groups")?.detail).toContain("usergroups:read is missing");
  });
});

describe("what the configuration names", () => {
  test("an announcements channel that is not there, is archived, or is private without the bot", async () => {
    const workspace = await openSlack();
    const { control } = workspace;
    const announcements = async (channel: string) =>
      (await examine(workspace, { incident: { announcements_channel: channel } })).get(
        "Announcements channel",
      );
    expect(await announcements("C0NOWHERE")).toMatchObject({
      status: "failed",
      detail: "Slack answers channel_not_found",
    });
    const old = control.createChannel("old-incidents");
    control.archive(old);
    expect(await announcements(old)).toMatchObject({
      status: "failed",
      detail: "#old-incidents is archived",
    });
    const hidden = control.createChannel("hidden", { kind: "private" });
    expect((await announcements(hidden))?.status).toBe("failed");
  });

  test("a user group that is not there is named with its key", async () => {
    const checks = await examine(await openSlack(), { incident: { may_declare: "S0NOBODY" } });
    expect(checks.get("User groups")?.detail).toContain("S0NOBODY (incident.may_declare)");
  });

  test("a person who has left, and one who is not there", async () => {
    const workspace = await openSlack();
    workspace.control.deactivateUser("responder");
    const gone = workspace.control.user("responder").id;
    const checks = await examine(workspace, {
      incident: { invite_users: [gone], escalation_contact: "U0NOBODY" },
    });
    expect(checks.get(`Person ${gone}`)?.detail).toContain("is deactivated");
    expect(checks.get("Person U0NOBODY")?.detail).toBe("Slack answers user_not_found");
  });
});
