import { describe, expect, test } from "vitest";
import {
  button,
  composer,
  dialog,
  executable,
  faults,
  say,
  ticked,
  tool,
  usePlayground,
} from "../support/page.ts";

describe.skipIf(!executable)("the page", { timeout: 60_000 }, () => {
  const playground = usePlayground();
  const { open } = playground;

  test("a drill is acted through it, from triage to the postmortem", async () => {
    const page = await open();
    await button(page, /^Start.*The webhook hit its limit/).click();
    await say(page, "/clay-incident triage");
    await ticked(page, 1);

    await button(page, "Declare P1").click();
    await dialog(page).getByLabel("I am leading").check();
    await button(dialog(page), "Declare").click();
    await ticked(page, 2);
    await button(page, /inc-.*unread/).click();
    const firstStep = button(page, /^Done: /).first();
    await firstStep.waitFor();

    await tool(page, "Clay");
    await button(page, /^Replace.*leads/).click();
    await tool(page, "Drills 2/6");
    await firstStep.click();
    await ticked(page, 3);

    await button(page, "Update").click();
    await dialog(page).getByLabel("Status").selectOption("mitigating");
    await dialog(page).getByLabel("What changed").fill("A new webhook is in place");
    await dialog(page)
      .getByLabel(/^Action taken/)
      .fill("Replaced the webhook");
    await button(dialog(page), "Send update").click();
    await ticked(page, 4);

    await button(page, "Resolve").click();
    await dialog(page).getByText("Triage just now").waitFor();
    await dialog(page)
      .getByLabel("Resolution", { exact: true })
      .fill("A new webhook; lost rows were sent again");
    await dialog(page)
      .getByLabel(/^Root cause/)
      .fill("50,000 submissions were used up");
    await button(dialog(page), "Resolve").click();
    await ticked(page, 5);
    await page.locator(".topic", { hasText: "Resolved" }).waitFor();

    await button(page, "Postmortem").click();
    await button(dialog(page), "Publish").click();
    await ticked(page, 6);
    await button(dialog(page), "Close").last().click();
    await page.getByText("Done. That is how an incident goes").waitFor();
    await button(page, /^📄 Postmortem/).click();
    await page
      .getByRole("region", { name: /^Postmortem/ })
      .getByText("50,000 submissions were used up")
      .first()
      .waitFor();
    await page.getByRole("img", { name: /INC-1/ }).waitFor();
  });

  test.each(["light", "dark"] as const)(
    "axe finds nothing serious, wherever one looks: %s",
    async (colorScheme) => {
      const page = await open("", { colorScheme });
      await button(page, /^Start.*The webhook hit its limit/).click();
      await button(page, "Show me").click();
      await ticked(page, 1);
      expect(await faults(page)).toEqual([]);
      for (const name of ["Clay", "Slack", "Traffic"]) {
        await tool(page, name);
        expect(await faults(page)).toEqual([]);
      }
      await button(page, "Declare P1").click();
      await dialog(page).waitFor();
      expect(await faults(page)).toEqual([]);
      await button(dialog(page), "Cancel").click();
      await tool(page, "Drills");
      await button(page, "Show me").click();
      await ticked(page, 2);
      await button(page, /inc-.*unread/).click();
      await button(page, /^Done: /)
        .first()
        .waitFor();
      expect(await faults(page)).toEqual([]);
    },
  );

  test("the keyboard alone is enough to declare an incident", async () => {
    const page = await open();
    await composer(page).waitFor();
    const focused = page.locator(":focus");
    const tabTo = async (matches: () => Promise<boolean>) => {
      for (let presses = 0; presses < 80 && !(await matches()); presses += 1)
        await page.keyboard.press("Tab");
      expect(await matches()).toBe(true);
    };
    const isOn = async (name: string | RegExp) => (await focused.and(page.getByLabel(name)).count()) > 0;

    await tabTo(() => isOn(/^Message #/));
    await page.keyboard.type("/cl");
    await page.keyboard.press("Tab");
    await page.keyboard.type("decl");
    await page.keyboard.press("Enter");
    await page.keyboard.type("P2 CRM sync failing");
    await page.keyboard.press("Enter");
    await dialog(page).waitFor();
    expect(await composer(page).inputValue()).toBe("");
    expect(await isOn("What is wrong")).toBe(true);
    expect(await focused.inputValue()).toBe("CRM sync failing");

    await tabTo(async () => (await focused.and(button(page, "Declare")).count()) > 0);
    await page.keyboard.press("Enter");
    await dialog(page).waitFor({ state: "detached" });
    expect(await isOn(/^Message #/)).toBe(true);
    await button(page, /inc-.*unread/).waitFor();
  });

  test("what only one person sees, others do not", async () => {
    const page = await open();
    await say(page, "/clay-incident help");
    await page.getByText("Only visible to you").waitFor();
    await page.getByLabel("Act as").selectOption("on-call");
    await page.getByText("Nothing was said here yet").waitFor();
    await page.getByLabel("Act as").selectOption("lead");
    await page.getByText("Only visible to you").waitFor();
  });

  test("two people see the same incident live, and a message unread until it is looked at", async () => {
    const [lead, manager] = [await open("#as=lead"), await open("#as=gtm-manager&in=general")];
    await say(lead, "@gtm-manager leads are stuck again :eyes:");
    await button(manager, /incidents.*1 unread/).click();
    const message = manager.getByRole("article").filter({ hasText: "leads are stuck again" });
    await message.getByText("@Go-to-market Manager").waitFor();
    expect(await button(manager, /unread/).count()).toBe(0);

    await message.hover();
    await button(message, "Add a reaction").click();
    await button(message, /white check mark/).click();
    await button(lead, /^white check mark, 1: Go-to-market Manager/).waitFor();

    await button(message, "Reply in thread").click();
    const reply = manager.getByRole("combobox", { name: "Reply in thread" });
    await reply.fill("I am on it");
    await reply.press("Enter");
    await button(lead, /^1 reply/).click();
    await lead.getByRole("complementary", { name: "Thread" }).getByText("I am on it").waitFor();
  });

  test("a form says beside the field what is wrong with it", async () => {
    const page = await open();
    await say(page, "/clay-incident declare P3");
    await button(dialog(page), "Declare").click();
    await dialog(page).getByRole("alert").getByText("Please complete this required field.").waitFor();
    const field = dialog(page).getByLabel("What is wrong");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
  });

  test("a dangerous button asks first, and counts what it costs at Clay", async () => {
    const page = await open("#tool=clay");
    await say(page, "/clay-incident triage");
    await button(page, /^Send test row/).click();
    await dialog(page).getByText("adds 1 row").waitFor();
    await button(dialog(page), "Not now").click();
    await button(page, /^Send test row/).click();
    await button(dialog(page), "Send it").click();
    await page.getByText("test row sent by").waitFor();
    await page.getByText(/events 301 of 50,000/).waitFor();
  });

  test("a block it cannot draw is shown as such", async () => {
    const page = await open();
    await fetch(`${playground.rig.slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${playground.rig.slack.botToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        channel: playground.rig.control.channel("incidents").id,
        text: "A film",
        blocks: [
          {
            type: "video",
            alt_text: "A film",
            title: { type: "plain_text", text: "A film" },
            thumbnail_url: "https://films.example/1.png",
            video_url: "https://films.example/1",
          },
        ],
      }),
    });
    await page.getByText("cannot draw the block “video”").waitFor();
  });

  test("a narrow screen shows one part at a time, and a drill's next step above it", async () => {
    const page = await open("", { viewport: { width: 390, height: 844 }, hasTouch: true });
    await button(page, /Tools/).click();
    await button(page, /^Start.*Credits ran out/).click();
    await button(page, /Messages$/).click();
    await button(page, /step 1 of 6/).waitFor();
    await say(page, "/clay-incident triage");
    await button(page, /step 2 of 6/).waitFor();
    expect(await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth)).toBe(390);
    expect(await faults(page)).toEqual([]);
  });

  test("at the end of a channel, menus open where they can be seen, and a phone's keyboard hides no message", async () => {
    const page = await open();
    const { control } = playground.rig;
    for (let line = 1; line <= 30; line += 1) control.say("lead", "incidents", `Line ${line}`);
    const last = page.getByRole("article").filter({ hasText: "Line 30" });
    await last.hover();
    await button(last, /^More/).click();
    for (const name of ["Declare Clay incident", "Add to timeline", "Edit message", "Delete message"]) {
      const isOnTop = await button(page, new RegExp(`^${name}`)).evaluate((item) => {
        const { x, y, width, height } = item.getBoundingClientRect();
        return item.contains(item.ownerDocument.elementFromPoint(x + width / 2, y + height / 2));
      });
      expect([name, isOnTop]).toEqual([name, true]);
    }
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 420 });
    const toTheEnd = () =>
      page.locator(".messages").evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
    await expect.poll(toTheEnd).toBeLessThan(2);
  });

  test("another site open in the same browser cannot steer it", async () => {
    const refused = await fetch(`${playground.url}/slack/users`, {
      method: "POST",
      headers: { origin: "https://elsewhere.example" },
      body: "[]",
    });
    expect(refused.status).toBe(403);
    const page = await open();
    await composer(page).waitFor();
  });
});
