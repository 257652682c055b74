import { expect, test, vi } from "vitest";
import { z } from "zod";
import { configSchema } from "../../../src/config/schema.ts";
import { handlers } from "../../../src/slack/features/features.ts";
import { done, refuse } from "../../../src/slack/requests/answer/reply.ts";
import { type Feature, onSubmit, unknownForm } from "../../../src/slack/requests/feature.ts";
import { mergeFeatures } from "../../../src/slack/requests/handlers.ts";
import { onEvent } from "../../../src/slack/requests/on-event.ts";
import { runVerb } from "../../../src/slack/requests/run-verb.ts";
import { verbGroups } from "../../../src/slack/requests/verb-help.ts";
import { deskWith, typed } from "../../support/desk.ts";
import { lead } from "../../support/given.ts";
import { declared } from "../../support/incidents.ts";

const { state: incident } = declared({});

test("a verb about an incident runs with a desk that holds only what it uses", async () => {
  const change = vi.fn(async () => ({
    outcome: "done" as const,
    stream: "INC-1",
    state: incident,
    events: [],
  }));
  const note = handlers.verbs.note!;
  if (note.about !== "incident") throw new Error("a note is about an incident");
  const desk = deskWith({ incidents: { change } as never });
  const reply = await note.run({ stream: "INC-1", incident, rest: "rows 1 to 40 came" }, typed(""), desk);
  expect(reply).toMatchObject({ kind: "told", content: { text: "Noted in the timeline of INC-1." } });
  expect(change).toHaveBeenCalledWith(
    "INC-1",
    { type: "note", text: "rows 1 to 40 came" },
    { by: lead, receipt: "command:1" },
  );
});

test("what is about an incident is run on the one named, and asks no one for another", async () => {
  const seen: unknown[] = [];
  const verbs = mergeFeatures([
    {
      verbs: {
        poke: {
          usage: "poke",
          summary: "Pokes.",
          group: "More",
          about: "incident",
          run: async ({ stream, rest }) => {
            seen.push([stream, rest]);
            return done;
          },
        },
      },
    },
  ]).verbs;
  const desk = deskWith({
    incidents: {
      load: async () => incident,
      inChannel: async () => undefined,
      list: async () => [],
    } as never,
  });
  expect(await runVerb(verbs, "POKE inc-1 with a stick", typed(""), desk)).toEqual(done);
  expect(await runVerb(verbs, "poke", typed(""), desk)).toMatchObject({
    kind: "refused",
    sentence: expect.stringMatching(/^No incident is open\./),
  });
  expect(seen).toEqual([["INC-1", "with a stick"]]);
});

test("every verb stands under a heading of help, which lists them all", async () => {
  const desk = deskWith({ verbs: handlers.verbs, config: configSchema.parse({}), runbook: {} as never });
  const reply = await runVerb(handlers.verbs, "help", typed(""), desk);
  const text = JSON.stringify(reply);
  for (const group of verbGroups) expect(text).toContain(`*${group}*`);
  for (const { usage } of Object.values(handlers.verbs)) expect(text).toContain(usage.slice(0, 20));
});

test.each(
  Object.entries(handlers.verbs).flatMap(([verb, { synonyms = [] }]) =>
    synonyms.map((synonym) => [synonym, verb]),
  ),
)("“%s” is answered with “%s”", async (synonym, verb) => {
  const reply = await runVerb(handlers.verbs, synonym, typed(""), deskWith({}));
  expect(reply).toMatchObject({ sentence: expect.stringContaining(`Did you mean “${verb}”?`) });
});

const poking: Feature = { actions: { poke: async () => done }, events: { message: async () => {} } };

test("two features may hear one event, but not claim one button", () => {
  const { events: _, ...claims } = poking;
  const { actions: __, ...hears } = poking;
  expect(mergeFeatures([poking, hears]).events.message).toHaveLength(2);
  expect(() => mergeFeatures([poking, claims])).toThrow('Two handlers for the action "poke"');
});

const form = { id: "poke", carries: z.object({ incident: z.string() }) };

test.each([
  ["an older version's", '{"stream":"INC-1"}'],
  ["nothing", ""],
  ["cut off", '{"incident":"INC'],
  ["no object", "null"],
])("a form with luggage that cannot be read (%s) says so and changes nothing", async (_, carried) => {
  const run = vi.fn(async () => done);
  const request = { ...typed(""), fields: { text: "typed long" }, carried, viewId: "V1" };
  expect(await onSubmit(form, run).run(request, deskWith({}))).toEqual(refuse(unknownForm));
  expect(run).not.toHaveBeenCalled();
});

test("every form of the bot reads its luggage by a schema", async () => {
  for (const { id, run } of Object.values(handlers.forms)) {
    const request = { ...typed(""), fields: {}, carried: '{"from":"another version"}', viewId: "V1" };
    expect([id, await run(request, deskWith({}))]).toEqual([id, refuse(unknownForm)]);
  }
});

test("an event of another shape is logged and left alone", async () => {
  const warn = vi.fn();
  const run = vi.fn(async () => {});
  const handle = onEvent(z.object({ channel: z.string() }), run);
  await handle({ type: "channel_archive", channel: 7 }, deskWith({ log: { warn } as never }));
  expect(run).not.toHaveBeenCalled();
  expect(warn).toHaveBeenCalledWith(
    expect.objectContaining({ type: "channel_archive", problem: expect.stringContaining("channel") }),
    "an event has a shape I do not know",
  );
});
