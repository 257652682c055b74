import fc from "fast-check";
import { expect, test } from "vitest";
import { validateView } from "../../../../src/playground/slack/blocks/validate-blocks.ts";
import { list, paragraph, type Section } from "../../../../src/postmortem/sections/section.ts";
import { readCarried } from "../../../../src/slack/blocks/form.ts";
import {
  cut,
  parseSection,
  renderSection,
  sectionForm,
} from "../../../../src/slack/features/postmortem/postmortem-section-form.ts";
import { lead, start } from "../../../support/given.ts";

const impact = (text: string): Section => ({
  id: "impact",
  title: "Impact",
  generated: [paragraph("Leads are not enriched")],
  edited: { at: start, by: lead, text },
});

/** What the form comes back with when it is sent as it was opened, save for what is typed. */
function sent(section: Section, typed: Record<string, string | string[]> = {}) {
  const view = renderSection("INC-12", section, "V1");
  expect(validateView(view)).toEqual([]);
  const shown = view.blocks.flatMap((block) => {
    if (!("element" in block) || block.element.type !== "plain_text_input") return [];
    return [[block.block_id!, block.element.initial_value ?? null] as const];
  });
  return parseSection({
    by: lead,
    receipt: "view:V2",
    channel: null,
    viewId: "V2",
    fields: { ...Object.fromEntries(shown), ...typed },
    carried: readCarried(sectionForm, view.private_metadata!)!,
  });
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.lorem({ maxCount: 30, mode: "sentences" }), { maxLength: 60 })
    .map((parts) => parts.join("\n\n").slice(0, 11_000)),
);

test("any text, sent as it was opened, changes nothing", () => {
  fc.assert(
    fc.property(text, (written) => {
      fc.pre(written.trim() !== "");
      expect(sent(impact(written)).text).toBeUndefined();
    }),
  );
});

test("text cut over several fields loses nothing", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 3000 }), (whole, limit) => {
      const { parts, joints } = cut(whole, limit);
      expect(parts.every((part) => part.length <= limit)).toBe(true);
      expect(parts.reduce((joined, part, i) => `${joined}${joints[i - 1]}${part}`)).toBe(whole);
    }),
  );
});

test("what is added in the last field follows the rest", () => {
  const long = Array.from({ length: 200 }, (_, i) => `Line ${i} of what was written down`).join("\n");
  const { parts } = cut(long, 2800);
  expect(sent(impact(long), { [`text_${parts.length}`]: "And this." }).text).toBe(`${long}\nAnd this.`);
});

test("an emptied section, or a ticked box, goes back to what the record says", () => {
  expect(sent(impact("By hand"), { text_0: "" }).text).toBeNull();
  expect(sent(impact("By hand"), { reset: ["reset"] }).text).toBeNull();
});

test("what is too long to be edited is left as it is, unless something takes its place", () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `09:${i % 60} Entry ${i} of the timeline`);
  const timeline: Section = { id: "timeline", title: "Timeline", generated: list(lines), edited: null };
  expect(sent(timeline).text).toBeUndefined();
  expect(sent(timeline, { text_0: "In short: it was the webhook." }).text).toBe(
    "In short: it was the webhook.",
  );
});
