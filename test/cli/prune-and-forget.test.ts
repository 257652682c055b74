import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Summary } from "../../src/incident/summary.ts";
import { openStore } from "../../src/store/open-store.ts";
import { runClayIncident } from "../support/command-line.ts";
import { responder } from "../support/given.ts";
import type { IncidentStory } from "../support/incidents.ts";
import { declared } from "../support/incidents.ts";
import { webhookOutage } from "../support/outages.ts";
import { openRecorded } from "../support/recorded.ts";
import { openFolder } from "../support/store.ts";

/** A story that happened so long before now, whatever the machine's clock says. */
async function openAged(story: IncidentStory, days: number, config?: object): Promise<string> {
  const by = Date.now() - days * 24 * 60 * 60_000 - Date.parse(story.state.declared.at);
  const moved = JSON.parse(JSON.stringify({ stream: story.stream, state: story.state }), (_key, value) =>
    typeof value === "string" && /^\d{4}-.*Z$/.test(value)
      ? new Date(Date.parse(value) + by).toISOString()
      : value,
  );
  return openRecorded({ ...story, ...moved }, config);
}

async function recordIn(cwd: string): Promise<string> {
  const store = await openStore<Summary>({ file: join(cwd, "state.db") });
  const record = [await store.load("INC-12"), await store.summary("INC-12")];
  await store.close();
  return JSON.stringify(record);
}

describe("prune", () => {
  test("--dry-run says what would go, and deletes nothing", async () => {
    const cwd = await openAged(webhookOutage(), 400);
    const { exitCode, stdout } = await runClayIncident(["prune", "--older-than", "365d", "--dry-run"], {
      cwd,
    });
    expect(stdout).toMatch(
      /^Would delete 1 incident and 0 triage runs that ended before \d{4}-\d\d-\d\d\.\n {2}INC-12 /,
    );
    expect(exitCode).toBe(0);
    expect(await recordIn(cwd)).toContain("incident.declared");
  });

  test("deletes what is older than the configuration keeps, and leaves what is open", async () => {
    const cwd = await openAged(webhookOutage(), 400, { retention: { days: 365 } });
    expect((await runClayIncident(["prune"], { cwd })).stdout).toMatch(
      /^Deleted 1 incident and 0 triage runs/,
    );
    expect(await recordIn(cwd)).toBe("[[],null]");
    const open = await openAged(declared(), 400);
    expect((await runClayIncident(["prune", "--older-than", "365d"], { cwd: open })).stdout).toMatch(
      /^Deleted 0 incidents/,
    );
  });

  test.each([
    [["prune"], "Say how old: --older-than 365d, or set retention.days."],
    [["prune", "--older-than", "long"], '"long" is no length of time.'],
  ])("%j says what it needs", async (args, message) => {
    const { exitCode, stderr } = await runClayIncident(args, { cwd: await openRecorded(webhookOutage()) });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe("forget", () => {
  test("--dry-run says where a person is on record, and changes nothing", async () => {
    const cwd = await openRecorded(webhookOutage());
    const { exitCode, stdout } = await runClayIncident(["forget", "U_RESPONDER", "--dry-run"], { cwd });
    expect(stdout).toBe("Found U_RESPONDER in 1 record as responder.\n  INC-12\n");
    expect(exitCode).toBe(0);
    expect(await recordIn(cwd)).toContain("U_RESPONDER");
  });

  test("replaces the person and what else means them; the postmortem is still whole", async () => {
    const cwd = await openRecorded(webhookOutage());
    const args = ["forget", "U_RESPONDER", "--also", "Webhook replaced", "--also", "r@example.com"];
    const { stdout } = await runClayIncident(args, { cwd });
    expect(stdout).toMatch(
      /^Found U_RESPONDER in 1 record as responder\.\nReplaced in 1 record\.\nNot reached/,
    );
    for (const place of ["already posted there", "already forwarded", "backups"])
      expect(stdout).toContain(place);
    expect(await recordIn(cwd)).not.toMatch(/U_RESPONDER|"responder"|Webhook replaced/);
    const written = await runClayIncident(["postmortem", "INC-12"], { cwd });
    expect(written.stdout).toContain("Led from 2026-11-23 09:18 UTC");
    expect(written.stdout).toContain("a former member leads");
    expect(written.stdout).not.toContain(responder.name);
  });

  test.each([
    [["forget", "Ana"], '"Ana" is no member\'s id.'],
    [["forget", "U0123", "--also", "alert"], '"alert" may mean something else.'],
  ])("%j is refused", async (args, message) => {
    const { exitCode, stderr } = await runClayIncident(args, { cwd: await openRecorded(webhookOutage()) });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test("says when there is no database", async () => {
    const { exitCode, stderr } = await runClayIncident(["forget", "U0123"], { cwd: await openFolder() });
    expect(stderr).toContain("There is no database at data/clay-incident.db");
    expect(exitCode).toBe(2);
  });
});
