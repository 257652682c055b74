import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { project } from "../support/command-line.ts";
import { button, dialog, executable, say, usePlayground } from "../support/page.ts";
import { readSources } from "../support/sources.ts";

type Json = { [field: string]: unknown };

const typesIn = (code: string) => [...code.matchAll(/\btype: ["']([a-z_]+)["']/g)].map(([, type]) => type!);

/** The blocks and elements Slack has, as its own types list them. */
const blockKit = globSync("node_modules/@slack/types/dist/block-kit/block{s,-elements}.d.ts", {
  cwd: project,
}).flatMap((file) => typesIn(readFileSync(join(project, file), "utf8")));

/** Those the bot's code names. What it delivers beside messages (bookmarks, canvases) has types of its own. */
const usedByTheBot = new Set(
  readSources()
    .filter(({ path }) => path.startsWith("src/slack/") && !path.startsWith("src/slack/deliver/"))
    .flatMap(({ code }) => typesIn(code))
    .filter((type) => blockKit.includes(type)),
);

/** Every type in some blocks, theirs and those of all in them. */
function typesOf(blocks: unknown): string[] {
  if (Array.isArray(blocks)) return blocks.flatMap(typesOf);
  if (typeof blocks !== "object" || blocks === null) return [];
  const { type, elements, element, accessory } = blocks as Json;
  return [String(type), ...[elements, element, accessory].flatMap(typesOf)];
}

describe.skipIf(!executable)("what the bot shows", { timeout: 90_000 }, () => {
  const playground = usePlayground();

  test("every block and element it uses is drawn", async () => {
    const { control } = playground.rig;
    const page = await playground.open();
    const seen = new Set<string>();
    const isDrawn = async () => {
      const where = new URLSearchParams(new URL(page.url()).hash.slice(1)).get("in") ?? "";
      const behind = where === "home" ? [control.home("lead")] : control.messages(where, { as: "lead" });
      const shown = [...behind, ...control.modals("lead")];
      for (const type of shown.flatMap((one) => typesOf(one?.blocks))) seen.add(type);
      expect(await page.locator(".unknown").allTextContents()).toEqual([]);
    };
    const form = async (verb: string, field: string) => {
      await say(page, `/clay-incident ${verb}`);
      await dialog(page).getByText(field).first().waitFor();
      await isDrawn();
    };

    await say(page, "/clay-incident diagnose");
    await page.getByText("Choose what you see").waitFor({ state: "attached" });
    await form("declare P2 Nothing arrives", "Since when");
    await button(dialog(page), "Declare").click();
    await button(page, /inc-.*unread/).click();
    await button(page, "📌 Pinned").click();
    for (const [verb, field] of [
      ["todo Warn at 40,000", "Who does it"],
      ["credits", "How it is reckoned"],
      ["postmortem", "Publish"],
    ] as const) {
      await form(verb, field);
      await page.keyboard.press("Escape");
      await dialog(page).waitFor({ state: "detached" });
    }
    await button(page, /Home/).click();
    await page.getByRole("region", { name: "App home" }).getByText("Open incidents (1)").waitFor();
    await isDrawn();
    expect(usedByTheBot.size).toBeGreaterThan(10);
    expect([...usedByTheBot].filter((type) => !seen.has(type))).toEqual([]);
  });
});
