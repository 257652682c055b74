import { afterAll, beforeAll, expect, test } from "vitest";
import { declare, nameOf, notified, press, sendForm, type } from "../support/acts.ts";
import { resolve } from "../support/afterwards.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
  await rig.startBot();
});
afterAll(() => rig.close());

const words = (what: string, length: number) => `${what} ${"word ".repeat(length / 5)}`.slice(0, length);

/** Slack refuses a message whose blocks hold about 13,200 characters together; the local Slack does, too. */
const refusals = () =>
  rig.control.calls().filter(({ answer, fault }) => !fault && answer.error === "msg_blocks_too_long");

test("an incident with ten long actions and long texts goes on showing its status everywhere", async () => {
  const channel = await declare(rig, { title: "Everything is long", severity: "P3" });
  const name = nameOf(channel);
  await type(rig, "lead", channel.id, "edit");
  await sendForm(rig, "lead", { impact: words("Impact", 2900), affected: words("Affected", 2900) });
  for (let n = 1; n <= 10; n++) {
    await press(rig, "lead", channel, "update");
    await sendForm(rig, "lead", { action: words(`Action ${n}`, 2900), text: words(`Update ${n}`, 2900) });
  }
  await press(rig, "lead", channel, "update");
  await sendForm(rig, "lead", { status: "mitigating", text: words("Last update", 2900) });
  const { text, blocks } = await notified(rig, channel.id, name, "Mitigating");
  const shown = JSON.stringify(blocks);
  expect(shown).toContain("Action 10");
  expect(shown).toContain("earlier: see the timeline");
  expect(text).toContain("P3");
  const plain = await notified(rig, "incidents", name, "· P3 · Mitigating");
  for (const word of ["Next news", "Last update"]) expect(plain.text).toContain(word);
  await resolve(rig, channel);
  for (const place of [channel.id, "incidents"]) await notified(rig, place, name, "Resolved");
  expect(refusals()).toEqual([]);
});

test("refused for its size all the same, a short form is shown rather than an old one", async () => {
  const channel = await declare(rig, { title: "Smaller than thought", severity: "P3" });
  await type(rig, "lead", channel.id, "edit");
  await sendForm(rig, "lead", { impact: words("Impact", 2900), affected: words("Affected", 2900) });
  for (let n = 1; n <= 5; n++) {
    await press(rig, "lead", channel, "update");
    await sendForm(rig, "lead", { action: words(`Action ${n}`, 2900), text: `Update ${n}` });
  }
  const refused = rig.control.fault({
    kind: "error",
    error: "msg_blocks_too_long",
    method: "chat.update",
    channel: channel.id,
  });
  await type(rig, "lead", channel.id, "severity P2");
  await rig.eventually(() => refused.met() === 1);
  await notified(rig, channel.id, nameOf(channel), "· P2 ·");
  const calls = rig.control.calls("chat.update").filter(({ args }) => args.channel === channel.id);
  const short = JSON.stringify(calls[calls.findIndex(({ fault }) => fault) + 1]?.args.blocks);
  expect(short).toContain("Shortened");
  expect(short.length).toBeLessThan(6000);
});
