import { expect, test } from "vitest";
import { similarIncident } from "../../src/incident/similar.ts";
import { summariseIncident } from "../../src/incident/summary.ts";
import { at } from "../support/given.ts";
import { declared, upon, webhookLimit } from "../support/incidents.ts";

const open = summariseIncident("INC-12", declared().state);
const soon = { now: at(8), windowMinutes: 30 };

test("an incident with the same cause is the same, whatever its title", () => {
  const declaration = { title: "Leads stay empty", severity: "P2", cause: webhookLimit.cause! } as const;
  expect(similarIncident(declaration, [open], soon)?.stream).toBe("INC-12");
});

test("an incident with much the same title is the same, whatever its severity", () => {
  const same = { title: "Clay: leads webhook reached limit", severity: "P1" } as const;
  expect(similarIncident(same, [open], soon)).toBe(open);
  expect(similarIncident({ ...same, severity: "P3" }, [open], soon)).toBe(open);
  const mild = summariseIncident("INC-13", declared({ severity: "P2" }).state);
  expect(similarIncident({ title: "CRM sync fails", severity: "P2" }, [mild], soon)).toBeUndefined();
});

test("of a P1 whose cause is not known, another P1 may be the same; one with much the same title comes first", () => {
  const vague = { title: "Leads not coming", severity: "P1" } as const;
  const newer = { ...open, stream: "INC-13", title: "Formulas fail", startedAt: at(5) };
  expect(similarIncident(vague, [open, newer], soon)).toBe(newer);
  expect(similarIncident({ ...vague, title: open.title }, [open, newer], soon)).toBe(open);
  expect(similarIncident({ ...vague, cause: "credits.none credits:main" }, [open], soon)).toBeUndefined();
});

test("titles without a telling word are the same only when they are equal", () => {
  const vague = summariseIncident("INC-13", declared({ title: "Clay outage", cause: "x" }).state);
  expect(similarIncident({ title: "clay OUTAGE ", severity: "P1" }, [vague], soon)).toBe(vague);
  const mild = summariseIncident("INC-13", declared({ title: "Clay outage", severity: "P2" }).state);
  expect(similarIncident({ title: "Clay incident", severity: "P2" }, [mild], soon)).toBeUndefined();
});

test("incidents long declared, resolved, or drills are others", () => {
  const same = { title: webhookLimit.title, severity: "P1" } as const;
  const resolved = upon(declared(), 1, { type: "resolve", resolution: "Done" });
  expect(similarIncident(same, [open], { now: at(31), windowMinutes: 30 })).toBeUndefined();
  expect(similarIncident(same, [summariseIncident("INC-12", resolved.state)], soon)).toBeUndefined();
  expect(similarIncident({ ...same, drill: true }, [open], soon)).toBeUndefined();
});
