import { describe, expect, test } from "vitest";
import { addMinutes } from "../../../src/lib/time.ts";
import { plainText } from "../../../src/lib/words.ts";
import { createIncidents, incidentKind } from "../../../src/service/incidents.ts";
import {
  createReplacement,
  forgetPerson,
  textsFor,
  tracesOf,
} from "../../../src/service/retention/forget-person.ts";
import { timeline } from "../../../src/telling/timeline.ts";
import { monday } from "../../support/changes.ts";
import { createTestEngine } from "../../support/engine.ts";
import { responder } from "../../support/given.ts";
import { rules, webhookLimit } from "../../support/incidents.ts";
import { openTestStore } from "../../support/store.ts";

const gone = { kind: "person", id: "U0GONE", name: "Gone Person" } as const;

async function openIncident() {
  const engine = createTestEngine(await openTestStore());
  const kind = incidentKind(rules);
  const incidents = createIncidents({ ...engine, kind, runbookHash: "", duplicateWindowMinutes: 1 });
  const { stream } = await incidents.declare(webhookLimit, { by: gone, receipt: "click U0GONE" });
  await incidents.change(stream, { type: "take_lead" }, { by: gone });
  const note = "Gone Person asked @Gone Person and <@U0GONE|gone> (U0GONE), not Gone Persons";
  await incidents.change(stream, { type: "note", text: note }, { by: responder });
  return { ...engine, incidents, stream };
}

describe("A person who asks to be forgotten", () => {
  test("is found in every record, with the names they had", async () => {
    const { store, incidents, stream } = await openIncident();
    await incidents.declare({ ...webhookLimit, title: "Other" }, { by: responder }, { anyway: true });
    expect(await tracesOf(store, gone.id)).toEqual({ streams: [stream], names: ["Gone Person"] });
  });

  test("is replaced everywhere; the record stays, and goes on", async () => {
    const { store, incidents, stream } = await openIncident();
    const person = { id: gone.id, texts: textsFor([gone.name]) };
    expect(await forgetPerson(store, person, addMinutes(monday, 9))).toEqual([stream]);

    const events = await incidents.events(stream);
    const everything = JSON.stringify([events, await store.summary(stream), await store.deliveries(stream)]);
    expect(everything).not.toMatch(/U0GONE|Gone Person\b/);
    const told = timeline(events).map(({ text }) => plainText(text));
    expect(told).toContain("a former member leads.");
    expect(told.at(-1)).toBe(
      "a former member asked a former member and a former member (former-member), not Gone Persons",
    );
    expect(await incidents.load(stream)).toMatchObject({ lead: { kind: "system", name: "a former member" } });
    expect(await store.summary(stream)).toMatchObject({ leadId: null, extra: { members: [] } });

    const { outcome } = await incidents.change(
      stream,
      { type: "resolve", resolution: "Mended" },
      { by: responder },
    );
    expect(outcome).toBe("done");
    expect(JSON.stringify(await store.summary(stream))).not.toMatch(/U0GONE|Gone Person/);
  });

  test("is forgotten once: a second time nothing is left to change", async () => {
    const { store } = await openIncident();
    const person = { id: gone.id, texts: textsFor([gone.name]) };
    await forgetPerson(store, person, monday);
    expect(await forgetPerson(store, person, monday)).toEqual([]);
    expect(await tracesOf(store, gone.id)).toEqual({ streams: [], names: [] });
  });
});

describe("Replacing a person in a value", () => {
  const replace = createReplacement({ id: "U1", texts: ["@Will", "ana+x@example.com"] });

  test.each([
    ["an id by itself", { leadId: "U1" }, { leadId: null }],
    ["an id in a list", { members: ["U1", "U2"] }, { members: ["U2"] }],
    ["whoever was to be called", { target: { kind: "contact", id: "U1" } }, { target: null }],
    ["an id among others", { invited: "U1 U2" }, { invited: "former-member U2" }],
    ["an e-mail address, in any case", "to Ana+X@example.com.", "to a former member."],
    ["a single name with an @", "ask @Will", "ask a former member"],
  ])("%s", (_what, value, replaced) => {
    expect(replace(value)).toEqual(replaced);
  });

  test.each(["U12 and XU1", "Will you?", { kind: "person", id: "U2", name: "Will" }])("%j stays", (value) => {
    expect(replace(value)).toEqual(value);
  });

  test("of a single word as a name takes only the name with an @: it may be a word of the record", () => {
    expect(textsFor(["alert", "Ana Diaz"])).toEqual(["@alert", "Ana Diaz"]);
  });
});
