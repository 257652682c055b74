import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { isTriageDone } from "./support/acts.ts";
import { project, runClayIncident } from "./support/command-line.ts";
import { openFolder } from "./support/store.ts";

type Seen = { text: string };

/** Runs `npm run demo` as package.json says, on any free port, until it has told where it is. */
async function startDemo() {
  const args = packageJson.scripts.demo
    .replace("src/cli.ts", join(project, "src/cli.ts"))
    .split(" ")
    .slice(1);
  const child = spawn(process.execPath, [...args, "--port", "0"], { cwd: await openFolder() });
  const ended = once(child, "close").then(([code]) => code as number);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) return { child, ended, url };
  }
  throw new Error("The demo ended before it said where it is");
}

test("one command starts a local Slack, a fake Clay and the bot; triage runs there, and Ctrl+C ends it all", async () => {
  const { child, ended, url } = await startDemo();
  const ask = async (name: string, ...args: unknown[]) => {
    const answer = await fetch(`${url}/slack/${name}`, { method: "POST", body: JSON.stringify(args) });
    return ((await answer.json()) as { result: unknown }).result;
  };
  expect((await fetch(url)).headers.get("content-type")).toContain("text/html");
  expect(await ask("command", "lead", "incidents", "/clay-incident triage")).toMatchObject({ acked: true });
  const told = async () =>
    ((await ask("messages", "incidents")) as Seen[]).map(({ text }) => text).join("\n");
  await expect.poll(told, { timeout: 15_000 }).toSatisfy(isTriageDone);
  expect(await told()).toContain("Nothing wrong was found.");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});

test("a port that was asked for and is taken is told, and the demo ends", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  const { exitCode, stderr } = await runClayIncident(["demo", "--port", String(port)]);
  expect(stderr).toContain(`Port ${port} is taken. Name another one with --port`);
  expect(exitCode).toBe(2);
});
