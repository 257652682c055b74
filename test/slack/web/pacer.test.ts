import { beforeEach, expect, test } from "vitest";
import { createPacer, type Pacer } from "../../../src/slack/web/pacer.ts";
import { createMovableClock, type MovableClock } from "../../support/clock.ts";

let clock: MovableClock;
let pacer: Pacer;
beforeEach(() => {
  clock = createMovableClock();
  pacer = createPacer(clock);
});

function post(channel: string): void {
  pacer.spend("chat.postMessage", channel);
}

test("a few messages may follow each other at once, then one a second in a channel", () => {
  for (let n = 0; n < 3; n++) {
    expect(pacer.waitMs("chat.postMessage", "C1")).toBe(0);
    post("C1");
  }
  expect(pacer.waitMs("chat.postMessage", "C1")).toBe(1000);
  clock.moveMilliseconds(1000);
  expect(pacer.waitMs("chat.postMessage", "C1")).toBe(0);
});

test("a busy channel holds up no other channel and no other method", () => {
  for (let n = 0; n < 10; n++) post("C1");
  expect(pacer.waitMs("chat.postMessage", "C2")).toBe(0);
  expect(pacer.waitMs("chat.update", "C1")).toBe(0);
});

test("after a 429 the method rests everywhere for as long as Slack says, and other methods do not", () => {
  pacer.rest("chat.update", 7000);
  expect(pacer.waitMs("chat.update", "C1")).toBe(7000);
  expect(pacer.waitMs("chat.update")).toBe(7000);
  expect(pacer.waitMs("chat.postMessage", "C1")).toBe(0);
  clock.moveMilliseconds(7000);
  expect(pacer.waitMs("chat.update", "C1")).toBe(0);
});

test("a channel that was quiet for long has its whole burst again", () => {
  for (let n = 0; n < 3; n++) post("C1");
  clock.moveMinutes(1);
  for (let n = 0; n < 3; n++) {
    expect(pacer.waitMs("chat.postMessage", "C1")).toBe(0);
    post("C1");
  }
  expect(pacer.waitMs("chat.postMessage", "C1")).toBeGreaterThan(0);
});

test("edits keep within Slack's fifty a minute, whatever channels they are in, and a few need not wait", () => {
  let edits = 0;
  for (let second = 0; second < 300; second++) {
    for (let channel = 0; channel < 8; channel++) {
      if (pacer.waitMs("chat.update", `C${channel}`) > 0) continue;
      pacer.spend("chat.update", `C${channel}`);
      edits += 1;
    }
    if (second === 1) expect(edits).toBeGreaterThanOrEqual(10);
    clock.moveMilliseconds(1000);
  }
  expect(edits).toBeLessThanOrEqual(5 * 50 + 10);
  expect(edits).toBeGreaterThan(5 * 50 - 10);
  expect(pacer.waitMs("chat.postMessage", "C1")).toBe(0);
});
