import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, onTestFinished, test } from "vitest";
import { deadLetters, resend } from "../../src/forward/dead-letters.ts";
import { createForward, type ForwardParts, withForward } from "../../src/forward/forward.ts";
import {
  createPostEvent,
  type ForwardedEvent,
  type ForwardTarget,
  signature,
} from "../../src/forward/post-event.ts";
import type { Store } from "../../src/incident/store.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { toInstant } from "../../src/lib/time.ts";
import { createRedaction } from "../../src/redaction/records.ts";
import { createMovableClock } from "../support/clock.ts";
import { project } from "../support/command-line.ts";
import { at } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { crowdedOutage, webhookOutage } from "../support/outages.ts";
import { record } from "../support/recorded.ts";
import { openFolder, openTestStore } from "../support/store.ts";

const secret = "local-forward-secret";

/** A tool of one's own: what it was sent, and what it answers (its last answer stands). */
async function openTool(...answers: (number | "nothing")[]) {
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 204;
    if (answer === "nothing") return;
    response.writeHead(answer, answer === 302 ? { location: "/elsewhere" } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const events = () => received.map(({ body }) => JSON.parse(body) as ForwardedEvent);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/incidents`;
  return { url, received, events, types: () => events().map(({ event }) => event.type) };
}

function target(url: string, more: Partial<ForwardTarget> = {}): ForwardTarget {
  return { name: "ours", url, secret, private: false, ...more };
}

async function openForward(story: IncidentStory, targets: ForwardTarget[], more: Partial<ForwardParts> = {}) {
  const store = await openTestStore();
  await record(story, store);
  const clock = createMovableClock(at(120));
  const parts = { store, clock, targets, redact: createRedaction({ emails: true }), random: () => 1 };
  return { store, clock, forward: createForward({ ...parts, ...more }) };
}

/** Adds what happened since to the record of INC-12. */
async function goOn(store: Store, before: IncidentStory, after: IncidentStory): Promise<void> {
  await store.append({
    stream: "INC-12",
    kind: "incident",
    expectedVersion: before.stream.length,
    events: after.stream.slice(before.stream.length),
    summary: summariseIncident("INC-12", after.state),
    dueAt: null,
  });
}

describe("An incident's events", () => {
  test("reach a tool signed, once each and in order; later ones follow", async () => {
    const story = webhookOutage();
    const tool = await openTool(204);
    const { store, forward } = await openForward(story, [target(tool.url)]);
    expect(await forward("INC-12")).toEqual({ retryAt: null });
    expect(tool.types()).toEqual(story.stream.map(({ event }) => event.type));
    expect(tool.events()[0]).toMatchObject({
      id: "INC-12:1",
      incident: "INC-12",
      version: 1,
      at: at(0),
      drill: false,
    });

    const { headers, body } = tool.received[0]!;
    const timestamp = String(headers["x-clay-incident-timestamp"]);
    expect(timestamp).toBe(String(Date.parse(at(120)) / 1000));
    expect(headers["x-clay-incident-signature"]).toBe(signature(secret, timestamp, body));
    expect(headers["x-clay-incident-id"]).toBe("INC-12:1");

    await forward("INC-12");
    expect(tool.received).toHaveLength(story.stream.length);
    await goOn(store, story, upon(story, 95, { type: "note", text: "Later" }));
    await forward("INC-12");
    expect(tool.types().slice(story.stream.length)).toEqual(["note.added"]);
  });

  test("are those the tool wants", async () => {
    const tool = await openTool(204);
    const events = ["incident.*", "lead.changed"];
    const { forward } = await openForward(webhookOutage(), [target(tool.url, { events })]);
    await forward("INC-12");
    expect(new Set(tool.types())).toEqual(
      new Set(["incident.declared", "lead.changed", "incident.updated", "incident.resolved"]),
    );
  });

  test("of a private incident reach only tools that may know", async () => {
    const [open, trusted] = [await openTool(204), await openTool(204)];
    const targets = [target(open.url), target(trusted.url, { name: "trusted", private: true })];
    const { forward } = await openForward(declared({ private: true, drill: true }), targets);
    await forward("INC-12");
    expect(open.received).toEqual([]);
    expect(trusted.events()).toMatchObject([{ drill: true }]);
  });

  test("hold no secret", async () => {
    const tool = await openTool(204);
    const title = "https://api.clay.com/v3/sources/webhook/pull-in-0f0f, ana@example.com";
    const { forward } = await openForward(declared({ title }), [target(tool.url)]);
    await forward("INC-12");
    expect(tool.received[0]!.body).not.toMatch(/pull-in|ana@/);
  });

  test("come in batches, so that a backlog does not hold up the rest", async () => {
    const tool = await openTool(204);
    const { clock, forward } = await openForward(crowdedOutage(), [target(tool.url)]);
    expect(await forward("INC-12")).toEqual({ retryAt: clock.now() });
    expect(tool.received).toHaveLength(20);
    await forward("INC-12");
    expect(new Set(tool.events().map(({ id }) => id)).size).toBe(40);
  });

  test("are found behind any number that the tool does not want", async () => {
    const tool = await openTool(204);
    let story = declared();
    for (let minute = 1; minute <= 45; minute++) story = upon(story, minute, { type: "note", text: "More" });
    story = upon(story, 50, { type: "take_lead" });
    const { forward } = await openForward(story, [target(tool.url, { events: ["lead.*"] })]);
    for (let pass = 0; pass < 3; pass++) await forward("INC-12");
    expect(tool.types()).toEqual(["lead.changed"]);
  });

  test("are not sent by a process that has lost the stream to another", async () => {
    const tool = await openTool(204);
    const { forward } = await openForward(webhookOutage(), [target(tool.url)]);
    await forward("INC-12", AbortSignal.abort());
    expect(tool.received).toEqual([]);
  });
});

describe("A tool that does not take an event", () => {
  test("gets it again after a while, and the later ones only then", async () => {
    const tool = await openTool(204, 500, 503, 204);
    const { store, clock, forward } = await openForward(webhookOutage(), [target(tool.url)]);
    const first = await forward("INC-12");
    expect(first.retryAt).toBe(toInstant(Date.parse(clock.now()) + 1_000));
    expect(tool.events().map(({ version }) => version)).toEqual([1, 2]);
    expect(await store.deliveries("INC-12")).toMatchObject([
      { slot: "forward:ours", state: "waiting", fingerprint: "1", attempts: 1, error: "HTTP 500" },
    ]);

    expect(await forward("INC-12")).toEqual(first);
    expect(tool.received).toHaveLength(2);
    clock.moveMilliseconds(1_000);
    expect((await forward("INC-12")).retryAt).toBe(toInstant(Date.parse(clock.now()) + 2_000));
    clock.moveMilliseconds(2_000);
    expect(await forward("INC-12")).toEqual({ retryAt: null });
    const versions = tool.events().map(({ version }) => version);
    expect(versions).toEqual([1, 2, 2, 2, ...versions.slice(4)]);
    expect(versions.slice(4)).toEqual([...versions.slice(4)].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(webhookOutage().stream.length);
  });

  test("does not keep another from it", async () => {
    const [broken, fine] = [await openTool(500), await openTool(204)];
    const targets = [target(broken.url), target(fine.url, { name: "fine" })];
    const { forward } = await openForward(webhookOutage(), targets);
    expect((await forward("INC-12")).retryAt).not.toBeNull();
    expect(fine.received).toHaveLength(webhookOutage().stream.length);
  });

  test.each([
    ["refuses", 401, {}, "HTTP 401"],
    ["sends us elsewhere", 302, {}, "HTTP 302"],
    ["does not answer in time", "nothing", { post: createPostEvent(50) }, "no answer within 50 ms"],
  ] as const)("because it %s is recorded with the reason alone", async (_why, answer, patience, error) => {
    const tool = await openTool(answer);
    const { store, forward } = await openForward(declared(), [target(tool.url)], patience);
    await forward("INC-12");
    expect(tool.received).toHaveLength(1);
    expect(await store.deliveries("INC-12")).toMatchObject([{ error }]);
  });

  test("because nothing listens there is recorded without its address", async () => {
    const { store, forward } = await openForward(declared(), [target("http://127.0.0.1:1/local-path")]);
    await forward("INC-12");
    const [delivery] = await store.deliveries("INC-12");
    expect(delivery?.error).toMatch(/^[A-Z_]+$|^could not be sent$/);
  });

  describe("for a day", () => {
    async function deadAfterADay() {
      const tool = await openTool(500, 500, 500, 500, 500, 204);
      const story = upon(declared(), 1, { type: "note", text: "Second" });
      const setAside: string[] = [];
      const health = { setAside: (name: string) => setAside.push(name) };
      const opened = await openForward(story, [target(tool.url)], { health });
      for (let tries = 1; tries <= 4; tries++) {
        await opened.forward("INC-12");
        opened.clock.moveMinutes(24 * 60);
      }
      expect(await deadLetters(opened.store)).toEqual([]);
      await opened.forward("INC-12");
      return { ...opened, story, tool, setAside };
    }

    test("has it set aside, and the next one comes", async () => {
      const { store, tool, clock, setAside } = await deadAfterADay();
      expect(setAside).toEqual(["ours"]);
      expect(tool.events().map(({ version }) => version)).toEqual([1, 1, 1, 1, 1, 2]);
      expect(await deadLetters(store)).toEqual([
        { stream: "INC-12", version: 1, target: "ours", error: "HTTP 500", since: clock.now() },
      ]);
    });

    test("gets it when it is sent again by hand", async () => {
      const { store, tool, clock } = await deadAfterADay();
      const [letter] = await deadLetters(store);
      const parts = { store, clock, redact: (text: string) => text, post: createPostEvent() };
      expect(await resend(letter!, target(tool.url), parts)).toBeNull();
      expect(tool.events().at(-1)).toMatchObject({ id: "INC-12:1" });
      expect(await deadLetters(store)).toEqual([]);
    });

    test("does not get it any more once the incident is private, unless it may know of those", async () => {
      const { store, story, tool, clock } = await deadAfterADay();
      await goOn(store, story, upon(story, 95, { type: "make_private" }));
      const [letter] = await deadLetters(store);
      const before = tool.received.length;
      const parts = { store, clock, redact: (text: string) => text, post: createPostEvent() };
      expect(await resend(letter!, target(tool.url), parts)).toContain("private");
      expect(tool.received).toHaveLength(before);
      expect(await resend(letter!, target(tool.url, { private: true }), parts)).toBeNull();
    });

    test("keeps it among the dead letters while it still refuses, or while the record is gone", async () => {
      const { store, clock } = await deadAfterADay();
      const refusing = await openTool(410);
      const [letter] = await deadLetters(store);
      const parts = { store, clock, redact: (text: string) => text, post: createPostEvent() };
      expect(await resend(letter!, target(refusing.url), parts)).toBe("HTTP 410");
      expect(await deadLetters(store)).toMatchObject([{ error: "HTTP 410" }]);
      expect(await resend({ ...letter!, version: 99 }, target(refusing.url), parts)).toContain("no longer");
    });
  });
});

describe("Beside Slack", () => {
  const work = { stream: "INC-12", kind: "incident", now: at(120) } as const;

  test("events are sent although Slack fails, and Slack's trouble is still told", async () => {
    const tool = await openTool(204);
    const { forward } = await openForward(declared(), [target(tool.url)]);
    const reconcile = async () => {
      throw new Error("Slack is away");
    };
    await expect(withForward({ reconcile }, forward).reconcile(work)).rejects.toThrow("Slack is away");
    expect(tool.received).toHaveLength(1);
  });

  test("the earlier of both retries is asked for; triage runs are not forwarded", async () => {
    const tool = await openTool(500);
    const { clock, forward } = await openForward(declared(), [target(tool.url)]);
    const view = withForward({ reconcile: async () => ({ retryAt: at(121) }) }, forward);
    expect(await view.reconcile(work)).toEqual({ retryAt: toInstant(Date.parse(clock.now()) + 1_000) });
    expect(await view.reconcile({ ...work, kind: "triage" })).toEqual({ retryAt: at(121) });
  });
});

test("the receiver of docs/forwarding.md takes what is ours, and nothing else", async () => {
  const doc = readFileSync(join(project, "docs/forwarding.md"), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(doc)![1]!;
  const file = join(await openFolder(), "receiver.mjs");
  writeFileSync(file, code);
  const receiver = spawn(process.execPath, [file], { env: { FORWARD_SECRET: secret, PORT: "0" } });
  const ended = new Promise((resolve) => receiver.once("close", resolve));
  onTestFinished(async () => {
    receiver.kill();
    await ended;
  });
  const lines: string[] = [];
  const listening = Promise.withResolvers<string>();
  createInterface({ input: receiver.stdout }).on("line", (line) => {
    lines.push(line);
    const [, port] = /^listening on (\d+)$/.exec(line) ?? [];
    if (port) listening.resolve(`http://127.0.0.1:${port}/`);
  });
  const url = await listening.promise;

  const now = toInstant(Date.now());
  const clock = createMovableClock(now);
  const { store, forward } = await openForward(webhookOutage(), [target(url)], { clock });
  expect(await forward("INC-12")).toEqual({ retryAt: null });
  // What it writes comes by another way than its answer.
  await expect.poll(() => lines.length).toBe(1 + webhookOutage().stream.length);
  expect(lines.slice(1)).toEqual(webhookOutage().stream.map(({ event }) => `INC-12 ${event.type}`));

  const post = createPostEvent();
  const [first] = await store.load("INC-12");
  const told: ForwardedEvent = { ...first!, id: "INC-12:1", incident: "INC-12", drill: false };
  expect(await post(target(url), told, now)).toBeNull();
  expect(lines).toHaveLength(1 + webhookOutage().stream.length);
  expect(await post(target(url, { secret: "another-local-secret" }), told, now)).toBe("HTTP 401");
  expect(await post(target(url), told, toInstant(Date.parse(now) - 3_600_000))).toBe("HTTP 401");
});
