import fc from "fast-check";
import { expect, test } from "vitest";
import { figures } from "../../../../src/figures/figures.ts";
import type { IncidentFacts } from "../../../../src/figures/incident-facts.ts";
import { summariseIncident } from "../../../../src/incident/summary.ts";
import { monitoringOff } from "../../../../src/monitor/overview.ts";
import { validateBlocks, validateView } from "../../../../src/playground/slack/blocks/validate-blocks.ts";
import { postmortem } from "../../../../src/postmortem/postmortem.ts";
import { renderActionItems } from "../../../../src/slack/features/follow-up/action-items-render.ts";
import { renderHome } from "../../../../src/slack/features/home/home-render.ts";
import { renderDraft } from "../../../../src/slack/features/postmortem/postmortem-render.ts";
import { at, lead } from "../../../support/given.ts";
import { declared, upon } from "../../../support/incidents.ts";

/** What people type and paste: emoji, right-to-left, markup, very long, and any characters at all. */
const typed = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
  fc.constantFrom(
    "<!channel> & <@U1>",
    "שלום ‮ 👩‍👩‍👧‍👦",
    "*a* _b_ `c` ```d```",
    "&".repeat(3001),
    "😀".repeat(2000),
  ),
);

const fits = (text: string) => text.trim() !== "";

test("the draft of any record is taken by Slack", () => {
  fc.assert(
    fc.property(typed.filter(fits), typed.filter(fits), (impact, section) => {
      let story = upon(declared({ impact }), 1, { type: "note", text: impact });
      story = upon(story, 2, { type: "add_action_item", text: section });
      story = upon(story, 3, { type: "edit_postmortem", section: "prevention", text: section });
      const told = postmortem(story.stream, { now: at(10), redact: (text) => text });
      expect(validateView(renderDraft(told, null, { done: true, words: section }))).toEqual([]);
      const list = renderActionItems(story.state);
      expect(validateBlocks(list.blocks, "message")).toEqual([]);
      expect(list.text.length).toBeLessThanOrEqual(4000);
    }),
    { numRuns: 60 },
  );
});

test("Home is taken by Slack with two hundred open incidents and as many things to do", () => {
  const none: IncidentFacts[] = [];
  fc.assert(
    fc.property(typed.filter(fits), (text) => {
      const title = text.slice(0, 150).trim() || "x";
      const story = upon(declared({ title }), 1, { type: "add_action_item", text, owner: lead });
      const summary = summariseIncident("INC-12", story.state);
      const item = { item: "A1", text, ownerId: lead.id, dueAt: at(1) };
      const view = renderHome({
        now: at(60),
        open: Array(200).fill(summary),
        moreOpen: true,
        triage: { ...summary, title: text },
        items: Array.from({ length: 200 }, (_, i) => ({ stream: `INC-${i}`, item })),
        figures: figures(none, { from: at(0), until: at(60) }),
        monitoring: monitoringOff,
        meters: [],
      });
      expect(validateView(view)).toEqual([]);
      const said = JSON.stringify(view);
      expect(said).toContain("Open incidents (200 or more)");
      expect(said).toContain("…and 180 or more besides");
    }),
    { numRuns: 40 },
  );
});
