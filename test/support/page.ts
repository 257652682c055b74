import axe from "axe-core";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { openPlaygroundPage, type PlaygroundPage } from "../../src/playground/page/open-playground-page.ts";
import { openRig, type Rig } from "./bot.ts";
import { findBrowser, launchBrowser, type Visit, visit } from "./browser.ts";

/** Where a browser is installed; without one, the page's tests are skipped. */
export const executable = findBrowser();

export type Playground = {
  readonly rig: Rig;
  readonly url: string;
  /** Opens the page as a person of its own would; `hash` says as whom and where. */
  open(hash?: string, options?: Parameters<typeof visit>[2]): Promise<Page>;
};

/**
 * A playground of its own for each test of the file, with the real bot. Whatever its pages complained of, or asked
 * anybody else for, fails the test.
 */
export function usePlayground(): Playground {
  let browser: Browser;
  let rig: Rig;
  let page: PlaygroundPage;
  const visits: Visit[] = [];

  beforeAll(async () => {
    if (executable) browser = await launchBrowser(executable);
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    rig = await openRig({
      config: ({ slack: { control } }) => ({
        triage: { share_seconds: 0, deadline_ms: 1500 },
        incident: { invite_usergroup: control.userGroups()[0]!.id },
      }),
    });
    page = await openPlaygroundPage({ slack: rig.slack, clay: rig.clay });
    await rig.startBot();
  });
  afterEach(async () => {
    const seen = visits.splice(0);
    await Promise.all(seen.map((one) => one.page.context().close()));
    await page.close();
    await rig.close();
    expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect([...new Set(seen.flatMap(({ asked }) => [...asked]))]).toEqual([page.url]);
  });

  return {
    get rig() {
      return rig;
    },
    get url() {
      return page.url;
    },
    async open(hash = "", options = {}) {
      const opened = await visit(browser, `${page.url}/${hash}`, options);
      visits.push(opened);
      return opened.page;
    },
  };
}

export const button = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) });
export const composer = (page: Page) => page.getByRole("combobox", { name: /^Message #/ });
export const tool = (page: Page, name: string) => page.getByRole("tab", { name }).click();
export const dialog = (page: Page) => page.getByRole("dialog");

/** Waits until that many steps of the drill are ticked. */
export const ticked = (page: Page, count: number) =>
  page
    .locator(".steps > .done")
    .nth(count - 1)
    .waitFor();

/** Says something in the channel that is open, or runs a command there. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  // A completion that is offered would take the Enter.
  await composer(page).press("Escape");
  await composer(page).press("Enter");
}

/** What axe finds serious, in words. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
