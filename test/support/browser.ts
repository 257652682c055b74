import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a browser is installed, if one is. In CI there must be one. */
export function findBrowser(): string | undefined {
  const found = places.find((place) => existsSync(place));
  if (!found && process.env.CI === "true") throw new Error("CI needs chromium for the page's tests");
  if (!found)
    console.warn("No chromium here: the tests of the page are skipped. Debian: apt-get install chromium");
  return found;
}

/** Starts a browser that itself asks the network for nothing. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page of a browser, and what it complained of or asked of others. */
export type Visit = { page: Page; complaints: string[]; asked: Set<string> };

/** Opens an address as a person of its own would. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked = new Set<string>();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.goto(url);
  return { page, complaints, asked };
}
