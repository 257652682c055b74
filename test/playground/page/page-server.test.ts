import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeClay, openFakeClay } from "../../../src/fake-clay/open-fake-clay.ts";
import type { DrillsState } from "../../../src/playground/drills/create-drills.ts";
import {
  openPlaygroundPage,
  type PlaygroundPage,
} from "../../../src/playground/page/open-playground-page.ts";
import { type LocalSlack, openLocalSlack } from "../../../src/playground/slack/local-slack.ts";
import { fullManifest } from "../../support/slack-manifest.ts";

let slack: LocalSlack;
let clay: FakeClay;
let page: PlaygroundPage;
beforeAll(async () => {
  slack = await openLocalSlack({ manifest: fullManifest });
  clay = await openFakeClay();
  page = await openPlaygroundPage({ slack, clay });
});
afterAll(() => Promise.all([page.close(), slack.close(), clay.close()]));

const drills = async (answer: Promise<Response>) => (await (await answer).json()) as DrillsState;
const ask = (path: string) => fetch(`${page.url}${path}`);
const tell = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${page.url}${path}`, { method: "POST", body: JSON.stringify(body), headers });

/** The status of a request that names another host than the one it is sent to. */
function statusAs(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(page.url);
    const sent = request({ port, host: "127.0.0.1", path: "/", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}

test("every module the page imports is there, as JavaScript without types", async () => {
  const seen = new Set<string>();
  const follow = async (address: string): Promise<void> => {
    if (seen.has(address)) return;
    seen.add(address);
    const response = await fetch(address);
    expect([address, response.status]).toEqual([address, 200]);
    expect(response.headers.get("content-type")).toContain("text/javascript");
    const code = await response.text();
    for (const [, name] of code.matchAll(/^\s*import\s[^"';]*?from\s*"([^"]+)"/gm)) {
      await follow(name!.startsWith(".") ? new URL(name!, address).href : `${page.url}/packages/${name}`);
    }
  };
  await follow(`${page.url}/main.ts`);
  expect(seen.size).toBeGreaterThan(40);
});

test("the browser is told to ask nobody else for anything", async () => {
  const policy = (await ask("/")).headers.get("content-security-policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*/);
});

test.each([
  "/../open-playground-page.ts",
  "/%2e%2e/serve-client.ts",
  "/tsconfig.json",
  "/packages/pg",
  "/nothing.ts",
])("%s is not given out", async (path) => {
  expect((await ask(path)).status).toBe(404);
});

describe("only the page and tools on this machine steer it", () => {
  test.each([
    ["https://elsewhere.example", 403],
    ["null", 403],
  ])("a post from the origin %s gets %i", async (origin, status) => {
    expect((await tell("/slack/users", [], { origin })).status).toBe(status);
    expect((await tell("/clay/control/reset", {}, { origin })).status).toBe(status);
    expect((await tell("/drills/start", { id: "clay-down" }, { origin })).status).toBe(status);
  });

  test("its own page and a terminal are welcome", async () => {
    expect((await tell("/slack/users", [], { origin: page.url })).status).toBe(200);
    expect((await tell("/slack/users", [])).status).toBe(200);
  });

  test("a name that somebody pointed at this machine is not", async () => {
    expect(await statusAs("rebound.example")).toBe(403);
    expect(await statusAs("localhost")).toBe(200);
  });
});

test("what changes in Slack and at Clay is announced, without what was said", async () => {
  const { body } = await ask("/changes");
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  const hear = async (what: string) => {
    while (!heard.includes(what)) heard += (await reader.read()).value ?? "";
  };
  await hear('{"type":"open"}');
  slack.control.say("lead", "general", "something private");
  await hear('"type":"message.posted"');
  clay.control.setBalance({ credits: 5, actions: 5 });
  await hear('"type":"clay.changed"');
  expect(heard).not.toContain("something private");
  await reader.cancel();
});

test("a drill starts with its scenario, and ends in good health", async () => {
  const started = await drills(tell("/drills/start", { id: "credits-zero" }));
  expect(started.running).toMatchObject({ id: "credits-zero" });
  expect(clay.control.state().scenario).toBe("credits zero");
  const ended = await drills(tell("/drills/end", {}));
  expect(ended.running).toBeNull();
  expect(clay.control.state().scenario).toBe("healthy");
  expect((await tell("/drills/start", { id: "none such" })).status).toBe(404);
});

test("a later step does not tick before its turn", async () => {
  await tell("/drills/start", { id: "credits-zero" });
  clay.control.setBalance({ credits: 25_000, actions: 0 });
  const { running } = await drills(ask("/drills"));
  expect(running!.steps.map(({ done }) => done)).toEqual(Array(6).fill(false));
  await tell("/drills/end", {});
});
