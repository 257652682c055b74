import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { deadSlot } from "../../src/forward/dead-letters.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { openStore } from "../../src/store/open-store.ts";
import { runClayIncident } from "../support/command-line.ts";
import { at } from "../support/given.ts";
import { webhookOutage } from "../support/outages.ts";
import { openRecorded } from "../support/recorded.ts";

/** A working directory whose record has a dead letter for a tool that is there again. */
async function openWithDeadLetter(forward: object[]): Promise<string> {
  const cwd = await openRecorded(webhookOutage(), { forward });
  const store = await openStore<Summary>({ file: join(cwd, "state.db") });
  await store.saveDelivery("INC-12", {
    slot: deadSlot("ours", 2),
    state: "failed",
    fingerprint: "2",
    ref: {},
    error: "HTTP 500",
    attempts: 5,
    updatedAt: at(120),
  });
  await store.close();
  return cwd;
}

test("dead-letters lists what a tool did not take, and sends it once more", async () => {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    for await (const chunk of request) received.push(String(chunk));
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const ours = { name: "ours", url: `http://127.0.0.1:${port}/`, secret: "local-forward-secret" };
  const cwd = await openWithDeadLetter([ours]);

  const listed = await runClayIncident(["dead-letters"], { cwd });
  expect(listed.stdout).toBe("INC-12:2 → ours: not taken since 2026-11-23: HTTP 500\n");
  expect(listed.exitCode).toBe(1);
  const sent = await runClayIncident(["dead-letters", "--resend"], { cwd });
  expect(sent).toMatchObject({ stdout: "INC-12:2 → ours: sent\n", exitCode: 0 });
  expect(JSON.parse(received.join(""))).toMatchObject({ id: "INC-12:2" });
  expect(await runClayIncident(["dead-letters"], { cwd })).toMatchObject({
    stdout: "No dead letters.\n",
    exitCode: 0,
  });
});

test("dead letters of a tool that is no longer configured say so", async () => {
  const cwd = await openWithDeadLetter([]);
  const { stdout, exitCode } = await runClayIncident(["dead-letters", "--resend"], { cwd });
  expect(stdout).toContain("it is no longer configured");
  expect(exitCode).toBe(1);
});
