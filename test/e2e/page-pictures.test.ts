import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { project } from "../support/command-line.ts";
import { button, dialog, executable, faults, ticked, usePlayground } from "../support/page.ts";

const pictures = resolve(project, "docs/pictures");

/** Takes a picture where axe finds nothing serious; with PICTURES set, the README's are taken anew. */
async function picture(page: Page, name: string): Promise<void> {
  const png = await page.screenshot();
  expect(await faults(page)).toEqual([]);
  expect(await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth)).toBe(
    page.viewportSize()!.width,
  );
  if (!process.env.PICTURES) return;
  mkdirSync(pictures, { recursive: true });
  writeFileSync(resolve(pictures, `${name}.png`), png);
}

describe.skipIf(!executable)("pictures for the README", { timeout: 120_000 }, () => {
  const { open } = usePlayground();

  test.each(["light", "dark"] as const)("%s", async (colorScheme) => {
    const page = await open("", { colorScheme });
    await button(page, /^Start.*The webhook hit its limit/).click();
    await button(page, "Show me").click();
    await ticked(page, 1);
    await page.getByText("Most likely").waitFor();
    await picture(page, `triage-1280-${colorScheme}`);
    for (const count of [2, 3, 4]) {
      await button(page, "Show me").click();
      await ticked(page, count);
    }
    await button(page, /inc-.*unread/).click();
    await button(page, "📌 Pinned").click();
    await picture(page, `incident-1280-${colorScheme}`);

    const phone = await open(new URL(page.url()).hash, {
      colorScheme,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await button(phone, "📌 Pinned").click();
    await picture(phone, `incident-390-${colorScheme}`);
    await button(phone, "Update").click();
    await dialog(phone).waitFor();
    await picture(phone, `update-390-${colorScheme}`);
    await button(dialog(phone), "Cancel").click();

    for (const count of [5, 6]) {
      await button(page, "Show me").click();
      await ticked(page, count);
    }
    await button(page, /^📄 Postmortem/).click();
    await page.getByRole("img", { name: /INC-1/ }).waitFor();
    await page.locator(".topic", { hasText: "Resolved" }).waitFor();
    await picture(page, `postmortem-1280-${colorScheme}`);
  });
});
