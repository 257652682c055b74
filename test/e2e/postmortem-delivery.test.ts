import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { declare, type IncidentChannel, nameOf, sendForm, textsIn, type } from "../support/acts.ts";
import { canvasOf, contentOf, filesIn, pressInForm, publish, resolve } from "../support/afterwards.ts";
import { type BotProcess, openRig, type Rig } from "../support/bot.ts";
import { runClayIncident } from "../support/command-line.ts";
import { clientOf } from "../support/slack.ts";
import { openFolder } from "../support/store.ts";

let rig: Rig;
let bot: BotProcess;
beforeAll(async () => {
  rig = await openRig({ config: { triage: { deadline_ms: 800, share_seconds: 0 } } });
  bot = await rig.startBot();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.control.clearFaults();
  rig.control.set({ canvases: true });
});

let cases = 0;
async function resolved(): Promise<IncidentChannel> {
  const channel = await declare(rig, { title: `Delivery ${++cases}` });
  await resolve(rig, channel);
  return channel;
}

const pictures = (channel: IncidentChannel) =>
  filesIn(rig, channel.id).filter(({ name }) => name.endsWith(".png"));
const documents = (channel: IncidentChannel) =>
  filesIn(rig, channel.id).filter(({ name }) => name.endsWith(".md"));
/** Files of a channel that were not deleted. */
const standing = ({ id }: IncidentChannel, ending: string) =>
  rig.control
    .files()
    .filter(({ name, channels, deleted }) => !deleted && channels.includes(id) && name.endsWith(ending));
const canvases = (channel: IncidentChannel) =>
  rig.control.canvases().filter(({ channelId }) => channelId === channel.id);
const published = (channel: IncidentChannel) =>
  rig.eventually(() => canvasOf(rig, channel) && pictures(channel)[0]);

/** The leases of a killed process end by themselves, but only after half a minute. */
function endLeases(): void {
  const state = new DatabaseSync(rig.stateFile);
  state.exec("update work set lease_until = null, lease_owner = null");
  state.close();
}

describe("where canvases cannot be had", () => {
  test("a free plan gets a Markdown file, and the lead is told why once", async () => {
    rig.control.set({ canvases: false });
    const channel = await resolved();
    await publish(rig, channel);
    const document = await rig.eventually(() => documents(channel)[0]);
    expect(contentOf(rig, document)).toContain("| Root Cause | 50,000 submissions used |");
    await rig.eventually(() => pictures(channel)[0]);
    const told = () =>
      textsIn(rig, "@lead").filter(
        (text) => text.includes(nameOf(channel)) && text.includes("no channel canvases"),
      );
    await rig.eventually(() => told().length);
    expect(told()).toHaveLength(1);
    expect(documents(channel)).toHaveLength(1);
  });

  test("a canvas people made in the channel is left alone", async () => {
    const channel = await resolved();
    const theirs = { type: "markdown", markdown: "Notes of the go-to-market team" } as const;
    await clientOf(rig.slack).conversations.canvases.create({
      channel_id: channel.id,
      document_content: theirs,
    });
    await publish(rig, channel);
    await rig.eventually(() => documents(channel)[0]);
    expect(canvasOf(rig, channel)?.markdown).toBe(theirs.markdown);
  });

  test("without the permission for either, the incident goes on and says so", async () => {
    rig.control.fault({ method: "conversations.canvases.create", kind: "error", error: "missing_scope" });
    rig.control.fault({
      method: "files.getUploadURLExternal",
      kind: "error",
      error: "missing_scope",
      times: 2,
    });
    const channel = await resolved();
    await publish(rig, channel);
    await rig.eventually(() =>
      textsIn(rig, "@lead").find(
        (text) => text.includes(nameOf(channel)) && text.includes("Posting the file"),
      ),
    );
  });
});

describe("nothing is doubled", () => {
  test("an answer lost after the canvas was made leads to one canvas and no file", async () => {
    const channel = await resolved();
    rig.control.fault({ method: "conversations.canvases.create", kind: "lost-answer" });
    await publish(rig, channel);
    await published(channel);
    expect(canvases(channel)).toHaveLength(1);
    expect(documents(channel)).toEqual([]);
  });

  test("an answer lost after the picture was shown leads to one picture", async () => {
    const channel = await resolved();
    const lost = rig.control.fault({ method: "files.completeUploadExternal", kind: "lost-answer" });
    const looks = () => rig.control.calls("conversations.history").length;
    const before = looks();
    await publish(rig, channel);
    await rig.eventually(() => lost.met() === 1 && looks() > before);
    expect(pictures(channel)).toHaveLength(1);
  });

  test("a picture whose request was lost is shown all the same", async () => {
    const channel = await resolved();
    rig.control.fault({ method: "files.completeUploadExternal", kind: "lost-request" });
    await publish(rig, channel);
    await rig.eventually(() => pictures(channel)[0]);
    expect(pictures(channel)).toHaveLength(1);
  });

  test("killed while Slack makes the canvas, the bot finds it there afterwards", async () => {
    const channel = await resolved();
    const held = rig.control.fault({ method: "conversations.canvases.create", kind: "held" });
    await publish(rig, channel);
    await rig.eventually(() => held.met());
    await bot.kill();
    held.release();
    await rig.eventually(() => canvasOf(rig, channel));
    endLeases();
    bot = await rig.startBot();
    await published(channel);
    expect(canvases(channel)).toHaveLength(1);
    expect(documents(channel)).toEqual([]);
  });

  test("published again after an edit, the canvas is replaced and the picture stays one", async () => {
    const channel = await resolved();
    await publish(rig, channel);
    await published(channel);
    await pressInForm(rig, "lead", "postmortem.edit:prevention");
    await sendForm(rig, "lead", { text_0: "Alert at 45,000 submissions" });
    await publish(rig, channel);
    await rig.eventually(() => canvasOf(rig, channel)?.markdown.includes("Alert at 45,000"));
    expect(canvases(channel)).toHaveLength(1);
    expect(pictures(channel)).toHaveLength(1);
  });

  test("published again as a file, the new one takes the earlier one's place", async () => {
    rig.control.set({ canvases: false });
    const channel = await resolved();
    await publish(rig, channel);
    await rig.eventually(() => documents(channel)[0]);
    await pressInForm(rig, "lead", "postmortem.edit:prevention");
    await sendForm(rig, "lead", { text_0: "Alert at 45,000 submissions" });
    await publish(rig, channel);
    await rig.eventually(() => standing(channel, ".md")[0]?.text.includes("Alert at 45,000"));
    expect(standing(channel, ".md")).toHaveLength(1);
  });

  test("an answer lost while the earlier file is deleted leaves one", async () => {
    rig.control.set({ canvases: false });
    const channel = await resolved();
    await publish(rig, channel);
    await rig.eventually(() => documents(channel)[0]);
    const lost = rig.control.fault({ method: "files.delete", kind: "lost-request" });
    await publish(rig, channel);
    await rig.eventually(() => lost.met() === 1 && standing(channel, ".md").length === 1);
    expect(documents(channel)).toHaveLength(2);
  });
});

test("somebody who is forgotten is in no published postmortem, and in no picture, either", async () => {
  const channel = await declare(rig, { title: "Led by one who left" });
  rig.control.join(channel.id, "responder");
  await type(rig, "responder", channel.id, "lead");
  await resolve(rig, channel);
  await publish(rig, channel);
  await published(channel);
  const { id } = rig.control.user("responder");
  expect(canvasOf(rig, channel)?.markdown).toContain("responder leads");
  const env = { DATABASE_FILE: rig.stateFile };
  const { stdout } = await runClayIncident(["forget", id], { cwd: await openFolder(), env });
  expect(stdout).toContain("Replaced in ");
  await rig.eventually(() => canvasOf(rig, channel)?.markdown.includes("a former member leads"));
  expect(canvasOf(rig, channel)?.markdown).not.toContain("responder leads");
  await rig.eventually(() => standing(channel, ".png")[0]?.altText?.includes("a former member"));
  expect(standing(channel, ".png")).toHaveLength(1);
});
