import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { handlers } from "../../src/slack/features/features.ts";
import {
  declare,
  nameOf,
  notified,
  openForm,
  recordOf,
  sendForm,
  textsIn,
  toldPrivately,
  type,
} from "../support/acts.ts";
import { canvasOf, filesIn, pressInForm } from "../support/afterwards.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";
import { runClayIncident } from "../support/command-line.ts";
import { answerIn, pressIn, walkSays, walksIn } from "../support/walks.ts";

// Made of parts, so that nothing in this file looks like somebody's address.
const id = ["7c1e0f8f", "4c1e", "9d22"].join("-");
const secret = ["https://api.clay.com/v3/sources/webhook/pull-in-data-from-a-webhook", id].join("-");
const mark = "[webhook address]";

let rig: Rig;
let bot: BotProcess;
beforeAll(async () => {
  rig = await openRig({ config: { log: { level: "trace" } } });
  bot = await rig.startBot();
});
afterAll(() => rig.close());

const sentForms = new Set<string>();

/** Fills every text of the open form with the secret, and sends it. */
async function fillAndSend(more: Record<string, unknown> = {}): Promise<void> {
  const form = openForm(rig, "lead");
  const typed = form.blocks.flatMap((block) => {
    const element = block.element as { type?: string } | undefined;
    const name = String(block.block_id);
    return element?.type === "plain_text_input" && !(name in more) ? [[name, `About ${secret} here`]] : [];
  });
  sentForms.add(String(form.callback_id));
  await sendForm(rig, "lead", { ...Object.fromEntries(typed), ...more });
  for (const _ of rig.control.modals("lead")) await rig.control.closeModal("lead", true);
}

test("a secret typed anywhere is kept out of everything, and the person is told", async () => {
  await type(rig, "lead", "general", "declare");
  await fillAndSend({ severity: "P2" });
  await rig.eventually(() => rig.control.channels().some(({ name }) => name.includes("webhook-address")));
  const channel = await declare(rig, { title: "Where secrets are typed", severity: "P2" });

  // An error pasted on the walk.
  await walkSays(rig, channel.id, "red error cells");
  await answerIn(rig, "lead", channel.id, "Yes");
  const walk = await rig.eventually(() =>
    walksIn(rig, channel.id).find((one) =>
      rig.control.elements(one).some(({ text }) => text?.startsWith("Paste")),
    ),
  );
  const paste = rig.control.elements(walk).find(({ text }) => text?.startsWith("Paste"))!;
  await pressIn(rig, "lead", walk, paste.text!);
  await fillAndSend();

  // Every verb there is, with the secret behind it, and every form that opens.
  const last = ["reopen", "archive", "private", "postmortem", "credits", "resolve"];
  const verbs = Object.keys(handlers.verbs).filter((verb) => !["drill", ...last].includes(verb));
  for (const verb of verbs) {
    await type(rig, "lead", channel.id, `${verb} ${secret}`);
    if (rig.control.modals("lead").length > 0) await fillAndSend();
  }
  for (const verb of ["update", "severity", "note", "edit", "todo", "watch", "figure"]) {
    await type(rig, "lead", channel.id, verb);
    if (rig.control.modals("lead").length > 0) await fillAndSend();
  }
  await type(rig, "lead", channel.id, `severity P3 because of ${secret}`);
  await type(rig, "lead", channel.id, secret);
  rig.control.mention("lead", channel.id, `note ${secret}`);

  // What others wrote, marked by emoji, by shortcut, edited afterwards, and replied.
  rig.control.join(channel.id, "responder");
  const message = rig.control.say("responder", channel.id, `It is <${secret}|${secret.slice(8)}> now`);
  rig.control.react("lead", message, "pushpin");
  rig.control.say("responder", channel.id, `and ${encodeURIComponent(secret)}`, { threadTs: message.ts });
  const elsewhere = rig.control.say("lead", "general", `Elsewhere ${secret}`);
  await rig.control.messageShortcut("lead", "add_to_timeline", elsewhere);
  await fillAndSend();
  await rig.control.messageShortcut("lead", "declare_from_message", message);
  if (rig.control.modals("lead").length > 0) await fillAndSend({ severity: "P3" });

  // The postmortem's sections, resolving and reopening.
  await type(rig, "lead", channel.id, "postmortem");
  await pressInForm(rig, "lead", "postmortem.edit:impact");
  await fillAndSend();
  await type(rig, "lead", channel.id, "credits");
  await fillAndSend();
  await type(rig, "lead", channel.id, `resolve ${secret}`);
  await rig.eventually(() => JSON.stringify(openForm(rig, "lead").blocks).includes("Triage just now"));
  await fillAndSend();
  await notified(rig, channel.id, nameOf(channel), "Resolved");
  await type(rig, "lead", channel.id, "reopen");
  await fillAndSend();
  await rig.control.settled();

  // So that nobody forgets a new form here.
  expect(Object.keys(handlers.forms).filter((form) => !sentForms.has(form))).toEqual([]);

  const configFile = join(dirname(rig.stateFile), "clay-incident.yml");
  const shown = rig.control.channels("lead").flatMap(({ id: place, topic, name }) => [
    topic,
    name,
    ...rig.control
      .messages(place, { as: "lead" })
      .filter(({ user }) => user === rig.control.bot().userId)
      .map(({ text, blocks }) => JSON.stringify([text, blocks])),
  ]);
  rig.control.openHome("lead");
  await rig.control.settled();
  const kept = [
    ...shown,
    JSON.stringify(rig.control.home("lead")),
    JSON.stringify(canvasOf(rig, channel) ?? ""),
    JSON.stringify(filesIn(rig, channel.id)),
    JSON.stringify(await recordOf(rig, "INC-1")),
    JSON.stringify(await recordOf(rig, "INC-2")),
    JSON.stringify(bot.log),
    await (await fetch(`http://127.0.0.1:${bot.port}/metrics`)).text(),
    (await runClayIncident(["postmortem", "INC-2"], { env: { CLAY_INCIDENT_CONFIG: configFile } })).stdout,
    (await runClayIncident(["export", "INC-2"], { env: { CLAY_INCIDENT_CONFIG: configFile } })).stdout,
    readFileSync(rig.stateFile, "latin1"),
    readFileSync(`${rig.stateFile}-wal`, "latin1"),
  ];
  for (const text of kept) {
    expect(text).not.toContain(id);
    expect(decodeURIComponent(text.replaceAll("%", "%25"))).not.toContain(id);
  }
  expect(JSON.stringify(await recordOf(rig, "INC-2"))).toContain(mark);
  expect(textsIn(rig, channel.id).join("\n")).toContain(mark);
  expect(toldPrivately(rig, "lead", channel.id).join("\n")).toContain("I kept something secret out");
});

test("who types one after a command is told so in the answer, with why", async () => {
  const channel = await declare(rig, { title: "Told at once", severity: "P4" });
  const answer = await type(rig, "lead", channel.id, `note The new one is ${secret}`);
  expect(answer).toContain(`“${mark}” stands in its place`);
  expect(answer).not.toContain(id);
});
