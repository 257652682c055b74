import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  declare,
  isTriageDone,
  nameOf,
  notified,
  openForm,
  sendForm,
  textsIn,
  toldPrivately,
  type,
  wordsOf,
} from "../support/acts.ts";
import { canvasOf, filesIn, openDraft, pressInForm, publish, resolve } from "../support/afterwards.ts";
import { openRig, type Rig } from "../support/bot.ts";

let rig: Rig;
let exporters: string;
beforeAll(async () => {
  rig = await openRig({
    config: ({ slack }) => {
      exporters = slack.control.createUserGroup("exporters", ["lead", "responder"]);
      return {
        triage: { deadline_ms: 800, share_seconds: 0 },
        incident: { may_export: exporters },
      };
    },
  });
  await rig.startBot();
});
afterAll(() => rig.close());

let cases = 0;
async function resolved(title = `Afterwards ${++cases}`) {
  const channel = await declare(rig, { title, impact: "Leads are not enriched" });
  await resolve(rig, channel);
  return channel;
}

const draftSays = (user: string, ...words: string[]) =>
  rig.eventually(() => {
    const said = wordsOf(openForm(rig, user).blocks);
    return words.every((word) => said.includes(word)) ? said : undefined;
  });

describe("the draft", () => {
  test("is filled from the record, edited by hand, and published as canvas with a picture that is described", async () => {
    const channel = await resolved();
    await openDraft(rig, channel);
    await draftSays("lead", "50,000 submissions used", "Leads are not enriched");
    await pressInForm(rig, "lead", "postmortem.edit:impact");
    await sendForm(rig, "lead", { text_0: "1,830 leads went stale" });
    await draftSays("lead", "1,830 leads went stale", "Written by");
    await pressInForm(rig, "lead", "postmortem.publish");
    const canvas = await rig.eventually(() => canvasOf(rig, channel));
    expect(canvas.markdown).toContain("| Impact | 1,830 leads went stale |");
    const picture = await rig.eventually(() => filesIn(rig, channel.id)[0]);
    expect(picture.name).toBe(`${nameOf(channel)}.png`);
    expect(picture.alt_txt).toContain(`Timeline of ${nameOf(channel)}`);
    await rig.eventually(() =>
      textsIn(rig, channel.id).some((text) => text.includes("published the postmortem")),
    );
    expect(filesIn(rig, channel.id)).toHaveLength(1);
  });

  test("is offered to the one who resolved", async () => {
    const channel = await resolved();
    const offer = await rig.eventually(() =>
      rig.control.messages("@lead").find(({ text }) => text.startsWith(`${nameOf(channel)} is resolved.`)),
    );
    await rig.control.click("lead", offer, "verb.postmortem");
    expect(wordsOf(openForm(rig, "lead").blocks)).toContain("*This is the draft.*");
  });

  test("keeps what was written by hand while the record goes on, and goes back to it on wish", async () => {
    const channel = await resolved();
    await openDraft(rig, channel);
    await pressInForm(rig, "lead", "postmortem.edit:prevention");
    await sendForm(rig, "lead", { text_0: "Watch the count of submissions" });
    await type(rig, "lead", channel.id, "note Clay's support has answered");
    await openDraft(rig, channel);
    await draftSays("lead", "Watch the count of submissions");
    await pressInForm(rig, "lead", "postmortem.edit:prevention");
    await sendForm(rig, "lead", { reset: ["reset"] });
    await rig.eventually(() => !wordsOf(openForm(rig, "lead").blocks).includes("Watch the count"));
  });

  test("tells the second of two editors who was first, and keeps their text before them", async () => {
    const channel = await resolved();
    for (const user of ["lead", "responder"]) {
      await openDraft(rig, channel, user);
      await pressInForm(rig, user, "postmortem.edit:root_cause");
    }
    await sendForm(rig, "lead", { text_0: "The webhook was full" });
    await sendForm(rig, "responder", { text_0: "The webhook reached its limit" });
    const form = openForm(rig, "responder");
    expect(form.errors.text_0).toContain("lead edited this section");
    expect(JSON.stringify(form.state)).toContain("The webhook reached its limit");
  });

  test("is published once when two people press at once", async () => {
    const channel = await resolved();
    for (const user of ["lead", "responder"]) await openDraft(rig, channel, user);
    await Promise.all(["lead", "responder"].map((user) => pressInForm(rig, user, "postmortem.publish")));
    await rig.eventually(() => canvasOf(rig, channel) && filesIn(rig, channel.id)[0]);
    await rig.eventually(() =>
      ["lead", "responder"].some((user) =>
        wordsOf(openForm(rig, user).blocks).includes("already published this"),
      ),
    );
    const told = textsIn(rig, channel.id).filter((text) => text.includes("published the postmortem"));
    expect(told.length).toBeLessThanOrEqual(1);
  });
});

describe("who may not", () => {
  test("export gets neither publishing nor files, and is told whom to ask", async () => {
    const channel = await resolved();
    await publish(rig, channel, "gtm-manager");
    await draftSays("gtm-manager", "people configured for it");
    expect(canvasOf(rig, channel)).toBeUndefined();
    expect(await type(rig, "gtm-manager", "general", `support ${nameOf(channel)}`)).toContain(
      "people configured for it",
    );
  });

  test("see a private incident is told that there is none", async () => {
    await type(rig, "lead", "general", "declare");
    await sendForm(rig, "lead", { title: "Key leaked by a partner", severity: "P2", options: ["private"] });
    const channel = await rig.eventually(() =>
      rig.control.channels().find(({ name }) => name.includes("key-leaked-by-a-partner")),
    );
    for (const verb of ["postmortem", "support", "credits", "todo"])
      expect(await type(rig, "responder", "general", `${verb} ${nameOf(channel)}`)).toContain(
        `There is no ${nameOf(channel)}`,
      );
  });
});

describe("credits lost", () => {
  test("are reckoned by rows, with the arithmetic in notification and draft", async () => {
    const channel = await resolved();
    await openDraft(rig, channel);
    await pressInForm(rig, "lead", "postmortem.credits");
    await sendForm(rig, "lead", { kind: "rows", rows: "1830", creditsPerRow: "2" });
    await draftSays("lead", "3,660 (1,830 rows × 2 credits)");
    await notified(rig, channel.id, nameOf(channel), "*Credits lost*  3,660 (1,830 rows × 2 credits)");
  });

  test("start from the balances where triage saw them fall", async () => {
    const channel = await declare(rig, { title: "Credits run away" });
    const { balance } = rig.clay.control.state();
    rig.clay.control.setBalance({ ...balance, credits: balance.credits! - 2200 });
    await type(rig, "lead", channel.id, "triage");
    await rig.eventually(() => textsIn(rig, channel.id).filter(isTriageDone).length > 1);
    await expect
      .poll(async () => {
        await type(rig, "lead", channel.id, "credits");
        return wordsOf(openForm(rig, "lead").blocks);
      })
      .toContain("Triage saw the balance fall: 2,200 (balance 41,200 before, 39,000 after)");
    await sendForm(rig, "lead", {});
    await notified(
      rig,
      channel.id,
      nameOf(channel),
      "*Credits lost*  2,200 (balance 41,200 before, 39,000 after)",
    );
  });

  test("may be unknown, and nonsense is sent back to its field", async () => {
    const channel = await resolved();
    await type(rig, "lead", channel.id, "credits");
    await sendForm(rig, "lead", { kind: "balances", before: "100", after: "900" });
    expect(openForm(rig, "lead").errors.after).toContain("More than before");
    await sendForm(rig, "lead", { kind: "rows", rows: "10" });
    expect(openForm(rig, "lead").errors.creditsPerRow).toContain("A number");
    await sendForm(rig, "lead", { kind: "unknown" });
    await notified(rig, channel.id, nameOf(channel), "*Credits lost*  Unknown");
  });
});

describe("afterwards", () => {
  test("action items are listed with owner and date, and closed by a button", async () => {
    const channel = await resolved();
    await type(rig, "lead", channel.id, "todo Alert at 45,000 submissions");
    await sendForm(rig, "lead", { owner: rig.control.user("responder").id });
    await type(rig, "lead", channel.id, "todo");
    const list = rig.control
      .messages(channel.id, { as: "lead" })
      .findLast(({ ephemeral, text }) => ephemeral && text.includes("Alert at 45,000"))!;
    expect(list.text).toMatch(/Alert at 45,000 submissions\. <@\w+>\. Due <!date/);
    await rig.control.click("lead", list, { text: "Done" });
    expect(await type(rig, "lead", channel.id, "todo")).toContain("Done by");
  });

  test("an action item that nobody has gets an owner by its number", async () => {
    const channel = await resolved();
    await type(rig, "lead", channel.id, "todo Document the rotation");
    await sendForm(rig, "lead", {});
    expect(await type(rig, "lead", channel.id, "todo")).toContain(
      "A1: Document the rotation. Nobody has it.",
    );
    await type(rig, "lead", channel.id, "todo a1");
    await sendForm(rig, "lead", { owner: rig.control.user("responder").id });
    const { id } = rig.control.user("responder");
    expect(await type(rig, "lead", channel.id, "todo")).toContain(
      `A1: Document the rotation. <@${id}>. Due <!date`,
    );
  });

  test("the packet for Clay's support is given to the one who asks, without secrets", async () => {
    const channel = await resolved();
    const packet = await type(rig, "lead", channel.id, "support");
    expect(packet).toContain(`Our reference: ${nameOf(channel)}`);
    expect(packet).toContain("What we observed:");
    expect(packet).not.toContain("clay-local-key");
    expect(textsIn(rig, channel.id).join()).not.toContain("Our reference");
    expect(toldPrivately(rig, "responder", channel.id).join()).not.toContain("Our reference");
  });
});
