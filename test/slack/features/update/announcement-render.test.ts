import { describe, expect, test } from "vitest";
import type { Evidence } from "../../../../src/incident/events.ts";
import { plainText } from "../../../../src/lib/words.ts";
import type { Side } from "../../../../src/runbook/evidence.ts";
import { renderAnnouncement } from "../../../../src/slack/features/update/announcement-render.ts";
import { announcement } from "../../../../src/telling/announcement.ts";
import { withoutCodes } from "../../../../src/telling/for-sales.ts";
import { builtIn } from "../../../runbook/support/walking.ts";
import { responder } from "../../../support/given.ts";
import { declared, type IncidentStory, stillFailing, upon } from "../../../support/incidents.ts";

const shown = ({ state }: IncidentStory) => renderAnnouncement(state, builtIn).text;
const headline = ({ state }: IncidentStory) => plainText(announcement(state, builtIn).headline);
const failing = (side: Side): Evidence => ({
  ...stillFailing,
  diagnosis: { ...stillFailing.diagnosis, side },
});
const fine: Evidence = {
  ...stillFailing,
  stream: "TRI-9",
  diagnosis: { ...stillFailing.diagnosis, outcome: "healthy", side: "unknown" },
};

describe("The announcement", () => {
  test("begins with one plain sentence: what does not work, since when, what to do, when one hears more", () => {
    const said = headline(declared({ impact: "New leads are not enriched (403)" }));
    expect(said).toBe(
      `Clay enrichment has had a problem since 09:14 UTC: New leads are not enriched. ${builtIn.wording.audiences.go_to_market.advice.P1} Next news 2026-11-23 09:44 UTC.`,
    );
    const last = shown(declared()).split("\n").at(-1);
    expect(last).toBe('INC-12 · P1 · Investigating · Webhook "leads" reached its limit · Nobody leads yet');
  });

  test("says how bad it is in words", () => {
    expect(shown(declared())).toContain("*How bad*  Critical: Complete data flow stopped (P1)");
    expect(shown(declared({ severity: "P3" }))).toContain("Medium: Minor impact (P3)");
  });

  test("without an impact says what is wrong by the title", () => {
    expect(headline(declared({ impact: "", title: "Leads stay empty" }))).toContain(": Leads stay empty. ");
  });

  test("names the side that failed, also when it is over and triage finds nothing any more", () => {
    const ours = declared({ evidence: failing("callback") });
    expect(headline(ours)).toMatch(/^Our own system that receives data from Clay has had a problem/);
    const over = upon(ours, 30, { type: "resolve", resolution: "Restarted it", evidence: fine }, responder);
    expect(headline(over)).toMatch(/^Our own system that receives data from Clay works again, after /);
    const clays = declared({ evidence: failing("clay") });
    expect(headline(clays)).toMatch(/^Clay has had a problem/);
  });

  test("without evidence blames nobody", () => {
    expect(headline(upon(declared(), 30, { type: "resolve", resolution: "Gone" }))).toMatch(
      /^Clay enrichment works again/,
    );
  });

  test("leaves out what only engineers read", () => {
    expect(withoutCodes("Clay refuses new rows: it has used its 50,000 submissions (403).")).toBe(
      "Clay refuses new rows: it has used its 50,000 submissions.",
    );
    expect(withoutCodes("Most likely: the server answers 503.")).toBe("the server answers an error.");
    expect(withoutCodes("We lost 403 rows.")).toBe("We lost 403 rows.");
    const updated = upon(declared(), 5, { type: "update", text: "The webhook refuses rows (403)." });
    expect(shown(updated)).toContain("*Last update*  The webhook refuses rows.");
  });
});
