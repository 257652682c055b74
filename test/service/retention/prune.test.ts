import { expect, test } from "vitest";
import type { Store } from "../../../src/incident/store.ts";
import { addMinutes } from "../../../src/lib/time.ts";
import { createCaptured } from "../../../src/service/captured.ts";
import { prunable, prune } from "../../../src/service/retention/prune.ts";
import { aChange, monday } from "../../support/changes.ts";
import { openTestStore } from "../../support/store.ts";

type Ref = { channel: string; ts: string };

const day = 24 * 60;
const later = addMinutes(monday, 365 * day);

async function openRecords(): Promise<Store> {
  const store = await openTestStore();
  const keep = (stream: string, open: boolean, startedDay: number, endedDay: number | null) =>
    store.append(
      aChange({
        stream,
        kind: stream.startsWith("TRI") ? "triage" : "incident",
        receipt: `request of ${stream}`,
        summary: {
          open,
          startedAt: addMinutes(monday, startedDay * day),
          endedAt: endedDay === null ? null : addMinutes(monday, endedDay * day),
        },
      }),
    );
  await keep("INC-1", false, 0, 10);
  await keep("INC-2", false, 300, 400);
  await keep("INC-3", true, 0, null);
  await keep("TRI-1", false, 1, 1);
  await keep("TRI-2", false, 370, 370);
  await keep("TRI-3", true, 1, null);
  return store;
}

test("what ended before the moment is found, never what is open, however old", async () => {
  const found = await prunable(await openRecords(), later);
  expect(found.map(({ stream }) => stream).sort()).toEqual(["INC-1", "TRI-1"]);
});

test("pruning deletes each record whole, and no number is given out again", async () => {
  const store = await openRecords();
  const deleted = await prune(store, later);
  expect(deleted.map(({ stream }) => stream).sort()).toEqual(["INC-1", "TRI-1"]);
  expect(await store.load("INC-1")).toEqual([]);
  expect(await store.summary("INC-1")).toBeUndefined();
  expect(await store.load("INC-2")).toHaveLength(1);
  expect(await store.load("INC-3")).toHaveLength(1);
  expect(await store.highestNumber()).toBe(3);
  expect(await prune(store, later)).toEqual([]);
});

test("an incident reopened meanwhile stays", async () => {
  const store = await openRecords();
  const reopening: Store = {
    ...store,
    summary: async (stream) => ({ ...(await store.summary(stream))!, open: true }),
  };
  expect(await prune(reopening, later)).toEqual([]);
});

test("what was captured is forgotten with its incident, and stays known to others it was captured for", async () => {
  const store = await openTestStore();
  const captured = createCaptured(store);
  const [alone, shared] = [1, 2].map((n) => ({ channel: "C1", ts: `${n}.0` })) as [Ref, Ref];
  const keep = async (stream: string, messages: Ref[], open: boolean) => {
    for (const message of messages) await captured.remember(message, stream);
    const events = messages.map((source) => ({ type: "entry.added", source }));
    await store.append(aChange({ stream, events, summary: { open, endedAt: open ? null : monday } }));
  };
  await keep("INC-1", [alone, shared], false);
  await keep("INC-2", [shared], true);
  await prune(store, later);
  expect(await store.readValue("captured:C1:1.0")).toBeUndefined();
  expect(await captured.streams(shared)).toEqual(["INC-2"]);
});
