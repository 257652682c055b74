import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { handlers } from "../src/slack/features/features.ts";
import { project, runClayIncident } from "./support/command-line.ts";

const documents = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"];
const read = (name: string) => readFileSync(join(project, name), "utf8");

describe.each(documents)("%s", (name) => {
  test("links only to files that are there", () => {
    const links = [...read(name).matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !existsSync(join(project, dirname(name), link)))).toEqual([]);
  });

  test("names only npm scripts that there are", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...read(name).matchAll(/npm run (?:-s |--silent )?([\w-]+)/g)].map(
      ([, script]) => script!,
    );
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

test("the README lists every command of Slack", () => {
  const section = read("README.md").split("## In Slack")[1]!.split("\n## ")[0]!;
  expect(Object.keys(handlers.verbs).filter((verb) => !new RegExp(`\`${verb}\\b`).test(section))).toEqual([]);
});

test("the README lists every command of the terminal", async () => {
  const { stdout } = await runClayIncident(["--help"]);
  const commands = [...stdout.split("Commands:")[1]!.matchAll(/^ {2}([a-z]+)/gm)].map(
    ([, command]) => command!,
  );
  const section = read("README.md").split("## In the terminal")[1]!.split("\n## ")[0]!;
  expect(commands.length).toBeGreaterThan(5);
  expect(
    commands.filter((command) => command !== "help" && !new RegExp(`\`${command}\\b`).test(section)),
  ).toEqual([]);
});
