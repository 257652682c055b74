import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isTriageDone, textsIn, toldPrivately, type } from "../support/acts.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";
import { answerIn, buttonsIn, checklistSays, pressIn, walkSays, walksIn } from "../support/walks.ts";

const longest = (text: string) => text.padEnd(75, ".");
const colour = (i: number) =>
  `  colour_${i}: { label: "${longest(`Colour ${i}`)}", leads_to: { resolution: paint } }`;

/** What a team adds to the runbook: a symptom of its own, whose question has many long answers. */
const ownRunbook = `extends: default
entries:
  lamp: { title: The lamp is red, symptom: ${longest("The lamp over the door")}, starts_at: which_colour }
questions:
  which_colour:
    text: Which colour does the lamp have?
    how: Look up.
    cant_tell: colour_1
    choices:
${Array.from({ length: 12 }, (_, i) => `    ${colour(i + 1)}`).join("\n")}
resolutions:
  paint:
    title: Paint it
    incident_title: The lamp has the wrong colour
    severity: P4
    impact: People are confused
    cause: Paint came off
    otherwise: null
    steps:
      - { id: brush, do: "Take a brush, and *no* <!channel> & nobody else.", owner: Painter, action: true }
`;

let rig: Rig;
let bot: BotProcess;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clay-incident-runbook-"));
  const file = join(folder, "runbook.yml");
  writeFileSync(file, ownRunbook);
  rig = await openRig({ config: { runbook: { file }, triage: { share_seconds: 0 } } });
  bot = await rig.startBot();
});
afterAll(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

async function restart(runbook: string): Promise<void> {
  await bot.stop();
  writeFileSync(join(folder, "runbook.yml"), runbook);
  bot = await rig.startBot();
}

let channels = 0;
async function walking(symptom: string): Promise<string> {
  const channel = rig.control.createChannel(`restart-${++channels}`, { members: ["lead", "responder"] });
  await type(rig, "lead", channel, `diagnose ${symptom}`);
  await rig.eventually(() => textsIn(rig, channel).some(isTriageDone));
  await walkSays(rig, channel, "question 1");
  return channel;
}

test("a team's own question with many long answers is a list, and its texts fire nothing", async () => {
  const channel = await walking("the lamp is red");
  const [walk] = walksIn(rig, channel);
  expect(buttonsIn(rig, walk!).slice(0, 1)).toEqual(["Can't tell"]);
  await answerIn(rig, "lead", channel, longest("Colour 12"));
  await walkSays(rig, channel, "→ *Paint it (P4)*");
  await checklistSays(rig, channel, "Take a brush, and *no* &lt;!channel&gt; &amp; nobody else.");
});

test("buttons live on through a restart; those of a runbook that changed meanwhile take no wrong step", async () => {
  const kept = await walking("enrichment not running");
  const changed = await walking("the lamp is red");
  const [before] = walksIn(rig, kept);
  await restart("extends: default\n");

  await Promise.all([pressIn(rig, "lead", before!, "No"), pressIn(rig, "responder", before!, "No")]);
  const walk = await walkSays(rig, kept, "▶ *Is Auto-run on for the table and its columns?*");
  expect(walk.ts).toBe(before!.ts);
  const told = await rig.eventually(() =>
    ["lead", "responder"].flatMap((user) => toldPrivately(rig, user, kept)).at(-1),
  );
  expect(told).toMatch(/was answered by <@U\w+> at .*: No\. Now it is: Is Auto-run on/);

  await answerIn(rig, "lead", changed, longest("Colour 3"));
  const over = await walkSays(rig, changed, "▶ *Does the table show red error cells?*");
  expect(over.text).toMatch(/^\*Enrichment not running\?\* {2}question 1/);
  expect(walksIn(rig, changed)).toHaveLength(1);
  await restart(ownRunbook);
});

test("a walk's message that somebody deletes comes back with the next step", async () => {
  const channel = await walking("webhook not delivering");
  const [walk] = walksIn(rig, channel);
  rig.control.deleteMessage(walk!);
  await type(rig, "lead", channel, "diagnose low hit rate");
  await walkSays(rig, channel, "*Low hit rate?*");
});
