import { describe, expect, test } from "vitest";
import { whySlackRefused } from "../../../src/slack/deliver/why-slack-refused.ts";
import { documentedCodes } from "./documented-codes.ts";

const unknown = whySlackRefused("a_code_nobody_wrote_down");

describe("why Slack refused something", () => {
  test.each(documentedCodes)("%s is said in words", (code) => {
    const said = whySlackRefused(code);
    expect(said).toMatch(/^[A-Za-z].* \(Slack: [a-z_]+\)$/);
    const words = said.replace(/ \(Slack: .*/, "");
    expect(words).not.toContain("_");
    expect(words.split(" ").length).toBeGreaterThan(2);
    expect(words).not.toBe(unknown.replace(/ \(Slack: .*/, ""));
  });

  test.each([
    ["restricted_action_read_only_channel", "the channel is read-only"],
    ["user_is_restricted", "guests may not be in this channel"],
    ["ura_max_channels", "a single-channel guest is in a channel already, and can be in no other"],
    ["invalid_blocks", "Slack could not use what the bot sent; tell whoever runs the bot"],
    ["http_503", "Slack has trouble of its own"],
  ])("%s: %s", (code, words) => {
    expect(whySlackRefused(code)).toBe(`${words} (Slack: ${code})`);
  });

  test("tells each person's reason", () => {
    expect(whySlackRefused("U1: cant_invite, W2: user_is_restricted")).toBe(
      "U1: they cannot be invited to this channel (Slack: cant_invite); W2: guests may not be in this channel (Slack: user_is_restricted)",
    );
  });

  test("is a sentence even where nobody knows the code, and where it is the name of something else", () => {
    expect(unknown).toBe("Slack refused it; tell whoever runs the bot (Slack: a_code_nobody_wrote_down)");
    expect(whySlackRefused("constructor")).toContain("Slack refused it");
  });
});
