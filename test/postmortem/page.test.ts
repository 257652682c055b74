import { expect, test } from "vitest";
import { postmortemPage } from "../../src/postmortem/page.ts";
import { postmortem } from "../../src/postmortem/postmortem.ts";
import { sectionIds, sectionTitle } from "../../src/postmortem/sections/section.ts";
import { at, lead } from "../support/given.ts";
import { declared, type IncidentStory, upon } from "../support/incidents.ts";
import { webhookOutage } from "../support/outages.ts";

const picture = { svg: "<svg></svg>", alt: "What it shows" };
const page = ({ stream }: IncidentStory) =>
  postmortemPage(postmortem(stream, { now: at(120), redact: (text) => text }), picture);

test("the page holds every section, the picture, and what it shows in words", () => {
  const html = page(webhookOutage());
  for (const id of sectionIds) expect(html).toContain(`>${sectionTitle(id)}<`);
  expect(html).toContain('<div class="picture"><svg></svg></div><figcaption>What it shows</figcaption>');
});

test("the page needs nothing else, and lets nothing in it run", () => {
  const html = page(webhookOutage());
  expect(html).not.toMatch(/<(script|link|img|iframe)|\s(src|onload|onclick)=|url\(|@import/);
  expect(html).toContain("default-src 'none'");
});

test("a draft says so", () => {
  expect(page(declared())).toContain("<strong>This is a draft.</strong>");
});

test("typed text is shown as typed", () => {
  const typed = `<script>alert("1")</script> & <b onclick='x'> \u0000`;
  let story = upon(declared({ title: typed, impact: typed }), 1, { type: "note", text: typed });
  const source = { channel: "C1", ts: "1" };
  story = upon(story, 2, {
    type: "capture_entry",
    source,
    author: { ...lead, name: typed },
    saidAt: at(2),
    text: typed,
    link: 'javascript:alert("1")',
  });
  const html = page(story);
  expect(html).not.toMatch(/<script|<b |javascript:/);
  expect(html).toContain(
    "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &lt;b onclick='x'&gt; \ufffd",
  );
});
