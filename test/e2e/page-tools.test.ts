import { describe, expect, test } from "vitest";
import { scenarios } from "../../src/fake-clay/scenarios.ts";
import { isTriageDone, textsIn } from "../support/acts.ts";
import { button, executable, say, usePlayground } from "../support/page.ts";

describe.skipIf(!executable)("beside the page's messages", { timeout: 60_000 }, () => {
  const playground = usePlayground();
  const { open } = playground;
  const runsIn = (channel: string) =>
    textsIn(playground.rig, channel).filter((text) => text.startsWith("Clay triage"));

  test("every state of affairs at Clay is brought about by its name, and explained", async () => {
    const page = await open("#tool=clay");
    const { clay, eventually } = playground.rig;
    const choices = page.getByRole("group", { name: "What is going on" });
    for (const { name, description } of scenarios.toReversed()) {
      const played = page.waitForResponse(/scenario$/);
      await choices.getByText(description).click();
      await played;
      const { scenario, listening } = clay.control.state();
      expect([scenario, listening]).toEqual([name, name !== "unreachable"]);
    }
    await page.getByText("Single switches").click();
    await page.getByRole("combobox", { name: /^Your callback/ }).selectOption("Is not there any more (404)");
    await say(page, "/clay-incident triage");
    const run = await eventually(() => runsIn("incidents").find(isTriageDone));
    expect(run).toMatch(/Callback.*404/);
  });

  test("Slack's troubles are caused with one press each, and the bot copes", async () => {
    const page = await open("#tool=slack");
    const { control, eventually } = playground.rig;
    // Whoever was seen once is known while Slack answers nothing.
    await control.command("lead", "incidents", "/clay-incident list");
    await button(page, "Lost answer").click();
    await page.getByText("lost-answer on chat.postMessage: 1 left").waitFor();
    await button(page, "Too many requests").click();
    await page.getByText("rate-limited on any call: 5 left").waitFor();
    await say(page, "/clay-incident triage");
    await page.getByText(/rate-limited on any call: [1-4] left/).waitFor();
    await page.getByText("lost-answer").waitFor({ state: "detached" });
    await button(page, "End them").click();
    await eventually(() => runsIn("incidents").find(isTriageDone));
    expect(runsIn("incidents")).toHaveLength(1);
    await button(page, "Refresh").click();
    await eventually(() => control.connections().some(({ state, id }) => state === "open" && id > 2));
  });

  test("the inspector shows what went to the bot and came from it, whole, with the time to the ack", async () => {
    const page = await open("#tool=traffic");
    await say(page, "/clay-incident help");
    await button(page, "to the bot").click();
    const line = page.getByRole("listitem").filter({ hasText: "slash_commands /clay-incident help" });
    expect(await line.textContent()).toMatch(/\d ms/);
    await line.locator("summary").click();
    await line.getByText('"command": "/clay-incident"').waitFor();
    await say(page, "/clay-incident triage");
    await button(page, "from the bot").click();
    await page.getByText("chat.postMessage #incidents").first().waitFor();
    expect(await page.getByText("slash_commands").count()).toBe(0);
  });
});
