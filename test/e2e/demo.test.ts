import { spawn } from "node:child_process";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import { isTriageDone } from "../support/acts.ts";
import { project, runClayIncident } from "../support/command-line.ts";

// What `npm run demo` gives to node.
const command = packageJson.scripts.demo.split(" ").slice(1);

let demo: ReturnType<typeof startDemo>;
let url: string;
beforeAll(async () => {
  demo = startDemo();
  url = await demo.url;
});
afterAll(() => demo.end("SIGTERM"));

function startDemo() {
  const child = spawn(process.execPath, [...command, "--port", "0"], { cwd: project });
  const address = Promise.withResolvers<string>();
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said += chunk;
      const found = /The playground is at (\S+)/.exec(said)?.[1];
      if (found) address.resolve(found);
    });
  const closed = once(child, "close").then(([code]) => code as number | null);
  closed.then((code) => address.reject(new Error(`The demo ended with ${code}: ${said}`)));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return closed;
  };
  return { url: address.promise, said: () => said, end };
}

async function slack<T>(name: string, ...args: unknown[]): Promise<T> {
  const answer = await fetch(`${url}/slack/${name}`, { method: "POST", body: JSON.stringify(args) });
  return ((await answer.json()) as { result: T }).result;
}

/** Reads at each change the page is told of, until something is there. */
async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  const { body } = await fetch(`${url}/changes`);
  for await (const _change of body!) {
    const found = await read();
    if (found) return found;
  }
  throw new Error("The demo ended");
}

test("it says where the page is, what to try, and that it is a development tool", async () => {
  expect(demo.said()).toContain("type  /clay-incident triage");
  expect(demo.said()).toContain("It is a development tool");
  expect(await (await fetch(url)).text()).toContain("<title>Clay incident playground</title>");
});

test("the bot is there and answers", async () => {
  await slack("command", "lead", "incidents", "/clay-incident triage");
  const run = await eventually(async () =>
    (await slack<SeenMessage[]>("messages", "incidents")).find(({ text }) => isTriageDone(text)),
  );
  expect(run.text).toContain("Nothing wrong was found");
});

test("it can be reached from this machine alone", async () => {
  const { hostname, port } = new URL(url);
  expect(hostname).toBe("127.0.0.1");
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal);
  for (const { address } of others) await expect(fetch(`http://${address}:${port}`)).rejects.toThrow();
});

test("a second one at the same port says that it is taken, what to do, and ends", async () => {
  const { port } = new URL(url);
  const { exitCode, stderr } = await runClayIncident(["demo", "--port", port]);
  expect(stderr).toContain(`Port ${port} is taken. Name another one with --port`);
  expect(exitCode).toBe(2);
});

test("Ctrl+C ends it in good order", async () => {
  const other = startDemo();
  await other.url;
  expect(await other.end("SIGINT")).toBe(0);
});
