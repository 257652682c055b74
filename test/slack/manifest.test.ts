import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { configSchema } from "../../src/config/schema.ts";
import { type Manifest, manifestProblems } from "../../src/playground/slack/manifest.ts";
import { handlers } from "../../src/slack/features/features.ts";
import { createManifest, renderManifest } from "../../src/slack/manifest.ts";
import { botScopes, eventScopes, methodScopes } from "../../src/slack/web/scopes.ts";
import { readSources } from "../support/sources.ts";

const committed = resolve(import.meta.dirname, "../../manifest.yml");
const slackSources = readSources().filter(
  ({ room, path }) => room === "slack" && !path.endsWith("/scopes.ts"),
);

/** Every Web API method the code names, as text ("chat.update") or as a call of a client. */
function methodsNamed(): string[] {
  const families = new Set(Object.keys(methodScopes).map((method) => method.split(".")[0]));
  const named = slackSources.flatMap(({ code }) => [
    ...[...code.matchAll(/"([a-z]+(?:\.[a-zA-Z]+)+)"/g)].map(([, method]) => method!),
    ...[...code.matchAll(/\bclient\.([a-z]+(?:\.[a-zA-Z]+)+)\(/g)].map(([, method]) => method!),
  ]);
  return [...new Set(named)].filter(
    (method) => families.has(method.split(".")[0]!) && !(method in eventScopes),
  );
}

describe("manifest.yml", () => {
  test("is what the code makes of it (npm run manifest writes it anew)", () => {
    expect(readFileSync(committed, "utf8")).toBe(renderManifest());
  });

  test.each([
    ["Socket Mode", createManifest()],
    ["HTTP", createManifest({ httpUrl: "https://your-bot.example" })],
  ])("would be accepted by Slack for %s", (_mode, manifest) => {
    expect(manifestProblems(manifest as Manifest)).toEqual([]);
  });

  test("keeps Slack's limits of length", () => {
    const { display_information: shown, features } = createManifest();
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.long_description.length).toBeGreaterThanOrEqual(175);
    expect(features.shortcuts.map(({ name }) => name.length).filter((length) => length > 24)).toEqual([]);
    expect(features.shortcuts.map(({ description }) => description.length).filter((n) => n > 150)).toEqual(
      [],
    );
  });

  test("lets people and channels arrive by id", () => {
    expect(createManifest().features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
  });
});

describe("scopes", () => {
  test("every method the code calls has its scopes in the table, and the table has no others", () => {
    expect(new Set(methodsNamed())).toEqual(new Set(Object.keys(methodScopes)));
  });

  test("the manifest asks for those of methods, events and commands, and nothing else", () => {
    const needed = [...Object.values(methodScopes), ...Object.values(eventScopes), ["commands"]].flat();
    expect(new Set(botScopes)).toEqual(new Set(needed));
    expect(parse(readFileSync(committed, "utf8")).oauth_config.scopes.bot).toEqual(botScopes);
  });
});

describe("what the code listens to", () => {
  const { features, settings } = createManifest();
  const idsOf = (type: string) =>
    features.shortcuts.filter((shortcut) => shortcut.type === type).map(({ callback_id }) => callback_id);

  test("is the manifest's command, unless the configuration names another", () => {
    expect(features.slash_commands.map(({ command }) => command)).toEqual([
      configSchema.parse({}).slack.command,
    ]);
  });

  test("includes every verb the command's hint names", () => {
    const hinted = features.slash_commands.flatMap(({ usage_hint }) => usage_hint.split(" | "));
    expect(hinted.map((hint) => hint.split(" ")[0]!).filter((verb) => !(verb in handlers.verbs))).toEqual([]);
  });

  test("is the manifest's shortcuts", () => {
    expect(new Set(Object.keys(handlers.globalShortcuts))).toEqual(new Set(idsOf("global")));
    expect(new Set(Object.keys(handlers.messageShortcuts))).toEqual(new Set(idsOf("message")));
  });

  test("is the manifest's events", () => {
    const registered = [...Object.keys(handlers.events), ...eventsNamedInListeners()];
    // Slack sends all kinds of message events under one name.
    const subscribed = settings.event_subscriptions.bot_events.map((event) =>
      event.replace(/^message\..*/, "message"),
    );
    expect(new Set(registered)).toEqual(new Set(subscribed));
  });
});

/** Events that are registered one by one rather than by the tables. */
function eventsNamedInListeners(): string[] {
  return slackSources.flatMap(({ code }) =>
    [...code.matchAll(/\.event\(\s*"([a-z_]+)"/g)].map(([, name]) => name!),
  );
}
