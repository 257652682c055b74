import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runClayIncident } from "../support/command-line.ts";
import { responder } from "../support/given.ts";
import { upon } from "../support/incidents.ts";
import { tableOf } from "../support/markdown.ts";
import { webhookOutage } from "../support/outages.ts";
import { openRecorded } from "../support/recorded.ts";

const leaky = upon(
  webhookOutage(),
  95,
  { type: "note", text: "ana@example.com has local-api-key" },
  responder,
);

test("postmortem writes Markdown, and nothing that must not leave", async () => {
  const clay = { keys: [{ name: "main", key: "local-api-key" }] };
  const cwd = await openRecorded(leaky, { clay });
  const { exitCode, stdout, stderr } = await runClayIncident(["postmortem", "inc-12"], { cwd });
  expect(stderr).toBe("");
  expect(tableOf(stdout)).toHaveLength(10);
  expect(stdout).toContain("\\[e-mail\\] has \\[redacted\\]");
  expect(exitCode).toBe(0);
});

test("postmortem keeps e-mail addresses where the configuration says so", async () => {
  const cwd = await openRecorded(leaky, { postmortem: { redact_emails: false } });
  expect((await runClayIncident(["postmortem", "12"], { cwd })).stdout).toContain("ana@example.com");
});

test("postmortem --json is one document; --html --out is a page with its picture", async () => {
  const cwd = await openRecorded(webhookOutage());
  const { stdout } = await runClayIncident(["postmortem", "INC-12", "--json"], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    name: "INC-12",
    open: false,
    numbers: { toResolveMs: 87 * 60_000, creditsLost: 10_980 },
  });
  const page = await runClayIncident(["postmortem", "INC-12", "--html", "--out", "page.html"], { cwd });
  expect(page).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
  expect(readFileSync(join(cwd, "page.html"), "utf8")).toMatch(
    /^<!doctype html>[\s\S]*<svg role="img"[\s\S]*<\/html>\n$/,
  );
});

test.each([
  ["of an incident that is not there ends with 1", ["INC-7"], 1, "There is no incident INC-7."],
  ["of what is no incident says what one is called", ["twelve"], 2, "Expected one as in INC-12."],
  ["as two things at once is refused", ["INC-12", "--json", "--html"], 2, "Choose one of --json and --html."],
])("postmortem %s", async (_what, args, code, message) => {
  const cwd = await openRecorded(webhookOutage());
  const { exitCode, stderr, stdout } = await runClayIncident(["postmortem", ...args], { cwd });
  expect(stderr).toContain(message);
  expect(stdout).toBe("");
  expect(exitCode).toBe(code);
});

test("stats writes the figures of the period, in words or as JSON", async () => {
  const cwd = await openRecorded(webhookOutage());
  const { exitCode, stdout } = await runClayIncident(["stats", "1000w"], { cwd });
  expect(stdout).toContain("1 incident from ");
  expect(stdout).toContain("Time to resolve: median 1 h 27 min, 90 % in 1 h 27 min (1)\n");
  expect(exitCode).toBe(0);
  const json = await runClayIncident(["stats", "1000w", "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({ incidents: 1, toResolve: { medianMs: 87 * 60_000 } });
});

test.each([
  ["soon", '"soon" is no length of time. Expected one as in 30d, 12h or 2w.'],
  ["99999d", '"99999d" is too long. Expected 20 years at most, as in 365d.'],
])("stats refuses the period %s", async (period, complaint) => {
  const { exitCode, stderr } = await runClayIncident(["stats", period], {
    cwd: await openRecorded(webhookOutage()),
  });
  expect(stderr).toContain(complaint);
  expect(exitCode).toBe(2);
});
