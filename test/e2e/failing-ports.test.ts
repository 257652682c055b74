import { expect, onTestFinished, test } from "vitest";
import type { Store } from "../../src/incident/store.ts";
import type { Summary } from "../../src/incident/summary.ts";
import { StoreUnavailable } from "../../src/record/store-unavailable.ts";
import { methodScopes } from "../../src/slack/web/scopes.ts";
import { openStore, type StorePlace } from "../../src/store/open-store.ts";
import { declare, sendForm, textsIn, type } from "../support/acts.ts";
import { type ClockRig, openClockRig } from "../support/clock-rig.ts";

/** What a person may meet: the promise nobody awaits shows as one that nobody catches. */
function watchRejections(): unknown[] {
  const nobodys: unknown[] = [];
  const note = (error: unknown) => nobodys.push(error);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  return nobodys;
}

/** A store of which the named methods fail at their next call, as when the database is away for a moment. */
function createFailing() {
  const next = new Set<string>();
  const met = new Set<string>();
  const open = async (place: StorePlace): Promise<Store> =>
    new Proxy(await openStore<Summary>(place), {
      get(store, name: keyof Store) {
        const method = store[name] as (...given: unknown[]) => unknown;
        if (typeof method !== "function") return method;
        return (...given: unknown[]) => {
          if (!next.delete(name)) return method.apply(store, given);
          met.add(name);
          return Promise.reject(new StoreUnavailable(`${name} failed, as the test wants`));
        };
      },
    });
  return { next, met, open };
}

/** What touches everything: a form, a command, triage, a change, time. */
async function act(rig: ClockRig, channel: string, words: string): Promise<void> {
  await type(rig, "lead", channel, `note ${words}`);
  await type(rig, "lead", "general", "triage");
  await type(rig, "lead", channel, "triage");
  await type(rig, "lead", channel, "update");
  if (rig.control.modals("lead").length > 0)
    await sendForm(rig, "lead", { text: `Update ${words}` }).catch(() => {});
  for (let open = rig.control.modals("lead").length; open > 0; open--)
    await rig.control.closeModal("lead", true);
  await rig.control.react("lead", rig.control.say("lead", channel, `Said ${words}`), "pushpin");
  rig.control.openHome("lead");
  await rig.control.settled();
  rig.pass(1);
  await rig.quiet();
}

const methods = [
  ...([
    "load",
    "append",
    "findReceipt",
    "summaries",
    "summary",
    "highestNumber",
    "claimDue",
    "leases",
  ] as const),
  ...(["settle", "poke", "nextDueAt", "deliveries", "saveDelivery", "readValue", "writeValue"] as const),
] satisfies (keyof Store)[];

test("whichever call of the store fails, once, no rejection is left to nobody and the work goes on", async () => {
  const nobodys = watchRejections();
  const failing = createFailing();
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  await rig.startBot({}, { open: failing.open });
  const channel = await declare(rig, { title: "Ports", severity: "P3" });
  await rig.quiet();
  for (const method of methods) {
    failing.next.add(method);
    await act(rig, channel.id, `with ${method}`);
    failing.next.clear();
  }
  expect([...failing.met].toSorted()).toEqual(
    [...methods].filter((name) => failing.met.has(name)).toSorted(),
  );
  expect(failing.met.size).toBeGreaterThan(methods.length - 4);
  expect(await type(rig, "lead", channel.id, "severity P1 Works on")).not.toContain("Not saved");
  await rig.eventually(() => textsIn(rig, channel.id).some((text) => text.includes("Works on")));
  expect(nobodys).toEqual([]);
}, 120_000);

test("whichever method of Slack fails, once, no rejection is left to nobody and the work goes on", async () => {
  const nobodys = watchRejections();
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  await rig.startBot();
  const channel = await declare(rig, { title: "Methods", severity: "P3" });
  await rig.quiet();
  for (const kind of [
    { kind: "error", error: "internal_error" },
    { kind: "page" },
    { kind: "lost-request" },
  ] as const) {
    for (const method of Object.keys(methodScopes)) rig.control.fault({ ...kind, method });
    await act(rig, channel.id, `with ${kind.kind}`);
  }
  rig.control.clearFaults();
  await type(rig, "lead", channel.id, "severity P1 Works on");
  await rig.eventually(() => textsIn(rig, channel.id).some((text) => text.includes("Works on")));
  expect(nobodys).toEqual([]);
}, 120_000);
