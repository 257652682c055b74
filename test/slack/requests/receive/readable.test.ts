import { expect, test } from "vitest";
import { readable } from "../../../../src/slack/requests/receive/readable.ts";

const nameOf = async (id: string) => ({ U1: "lead" })[id] ?? id;

test.each([
  ["a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"],
  // What looks escaped after unescaping was typed so.
  ["&amp;lt;", "&lt;"],
  ["ask <@U1>", "ask @lead"],
  ["ask <@U2|responder>", "ask @responder"],
  ["see <#C1|incidents> and <#C2>", "see #incidents and #C2"],
  ["<!channel> and <!subteam^S1|@clay-oncall>", "@channel and @clay-oncall"],
  ["<!date^1795447280^{time}|09:14 UTC>", "09:14 UTC"],
  ["<https://app.clay.com/?a=1&amp;b=2>", "https://app.clay.com/?a=1&b=2"],
  ["<https://app.clay.com|the table>", "the table (https://app.clay.com)"],
  ["<http://clay.com|clay.com>", "http://clay.com"],
  ["two  spaces\nand a line", "two  spaces\nand a line"],
])("%s was typed as %s", async (delivered, typed) => {
  expect(await readable(delivered, { nameOf })).toBe(typed);
});
