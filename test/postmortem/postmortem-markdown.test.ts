import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { postmortemMarkdown } from "../../src/postmortem/postmortem-markdown.ts";
import { at, lead } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { nodesOf, parseMarkdown, sectionsOf, tableOf } from "../support/markdown.ts";
import { crowdedOutage, quietOutage, webhookOutage } from "../support/outages.ts";

const markdown = ({ stream }: IncidentStory) =>
  postmortemMarkdown(postmortem(stream, { now: at(120), redact: (text) => text }));
const squeezed = (text: string) => text.replace(/\s+/g, " ").trim();

/** An incident in which this was typed wherever something can be typed. */
function typedEverywhere(text: string): IncidentStory {
  let story = declared({ title: text.slice(0, 150).trim() || "title", impact: text, affected: text });
  story = upon(story, 1, { type: "note", text });
  story = upon(story, 2, { type: "edit_postmortem", section: "prevention", text });
  story = upon(story, 3, {
    type: "capture_entry",
    source: { channel: "C1", ts: "1" },
    author: lead,
    saidAt: at(3),
    text,
  });
  return upon(story, 4, { type: "add_action_item", text });
}

test("the template comes first, as a table of its nine rows", () => {
  expect(tableOf(markdown(webhookOutage()))).toEqual([
    ["Item", "Details"],
    ["Incident Date", "2026-11-23 09:14 UTC"],
    ["Duration", "1 h 27 min (more below)"],
    ["Severity", "P1, declared as P2 · P2 → P1, 2026-11-23 09:19 UTC by responder. No lead is enriched."],
    ["Impact", "New leads are not enriched · Affected: SDR team, lead routing"],
    ["Root Cause", "The webhook hit its 50,000-submission limit without anyone watching"],
    ["Detection", "Manual check"],
    ["Resolution", expect.stringMatching(/^New webhook; .*Webhook replaced\..*deploy secrets\./)],
    ["Credits Lost", "10,980 (1,830 rows × 6 credits)"],
    ["Prevention", "Watch the count of submissions"],
  ]);
});

test("a draft says so, with what is missing as a list", () => {
  const root = parseMarkdown(markdown(quietOutage()));
  expect(root.children.slice(0, 3).map(({ type }) => type)).toEqual(["heading", "paragraph", "list"]);
  expect(markdown(quietOutage())).toContain("**This is a draft.** Missing so far:");
});

test("a drill is called one", () => {
  expect(markdown(declared({ drill: true }))).toMatch(/^# DRILL: Postmortem INC-12/);
});

test("a thousand entries make one long, valid document", () => {
  const text = markdown(crowdedOutage());
  expect(sectionsOf(text).Timeline?.split("\n").length).toBeGreaterThan(1000);
  expect(tableOf(text)).toHaveLength(10);
});

describe("Long texts", () => {
  test("of 3,001 characters are shortened in the table and stand below in full", () => {
    const impact = `${"🔥".repeat(1_500)}x`;
    const text = markdown(declared({ impact }));
    const cell = tableOf(text).find(([item]) => item === "Impact")?.[1];
    expect(cell).toMatch(/^(🔥){100}… \(more below\)$/u);
    expect(sectionsOf(text).Impact).toContain(impact);
  });

  test("of several lines stand below line by line", () => {
    const text = markdown(declared({ impact: "one\ntwo", affected: "" }));
    expect(sectionsOf(text).Impact).toBe("one\ntwo");
    expect(tableOf(text).find(([item]) => item === "Impact")).toEqual(["Impact", "one two (more below)"]);
  });
});

describe("Typed text", () => {
  const tricky = [
    "| a | b |\n|---|---|",
    "# heading\n===\n> quote\n```\ncode",
    "<script>alert(1)</script> <!-- x --> &lt;",
    "[a](javascript:x) ![i](http://x) [^1] *b* ~~s~~ <https://x>",
    "<!channel> <@U1> <https://evil.example|bank>",
    "- [ ] task\n1. one\n+ two",
    "\u202eright to left\u202c שלום العربية",
    "\\ at the end\\",
  ];

  test.each(tricky)("%j is shown as typed, and is nothing but text", (typed) => {
    const text = markdown(typedEverywhere(typed));
    const root = parseMarkdown(text);
    expect(nodesOf(root, "html")).toEqual([]);
    expect(nodesOf(root, "image")).toEqual([]);
    expect(nodesOf(root, "code")).toEqual([]);
    expect(nodesOf(root, "footnoteReference")).toEqual([]);
    expect(nodesOf(root, "table")).toHaveLength(1);
    expect(squeezed(sectionsOf(text).Timeline!)).toContain(squeezed(typed));
  });

  test("of any kind leaves nine rows of two cells, one heading per section, and no HTML", () => {
    const plain = fc.string({ unit: "grapheme", maxLength: 400 });
    const marked = fc.array(fc.constantFrom(..."|\\`*_[]<>&~#-=\n 1.)!:".split(""), "a", "http://x.y"), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          plain,
          marked.map((parts) => parts.join("")),
        ),
        (typed) => {
          const text = markdown(typedEverywhere(typed || "x"));
          const root = parseMarkdown(text);
          expect(tableOf(text)).toHaveLength(10);
          expect(tableOf(text).filter((row) => row.length !== 2)).toEqual([]);
          expect(nodesOf(root, "html")).toEqual([]);
          expect(nodesOf(root, "heading").filter(({ depth }) => depth === 1)).toHaveLength(1);
          expect(nodesOf(root, "heading").filter(({ depth }) => depth > 2)).toEqual([]);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("Links to messages", () => {
  const linked = (link: string) =>
    upon(declared(), 1, {
      type: "capture_entry",
      source: { channel: "C1", ts: "1" },
      author: lead,
      saidAt: at(1),
      text: "Look",
      link,
    });

  test("lead to the message", () => {
    const [link] = nodesOf(
      parseMarkdown(markdown(linked("https://clay.example/archives/C1/p1?a=(1)"))),
      "link",
    );
    expect(link?.url).toBe("https://clay.example/archives/C1/p1?a=(1)");
  });

  test.each(["javascript:alert(1)", "https://x.example/a> [b](c)", "not an address"])(
    "never lead to %j",
    (link) => {
      const urls = nodesOf(parseMarkdown(markdown(linked(link))), "link").map(({ url }) => url);
      expect(urls.filter((url) => !url.startsWith("https://x.example/a%3E"))).toEqual([]);
    },
  );
});
