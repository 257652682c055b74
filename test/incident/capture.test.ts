import { expect, test } from "vitest";
import { plainText } from "../../src/lib/words.ts";
import { timeline } from "../../src/telling/timeline.ts";
import { at, lead, responder } from "../support/given.ts";
import { declared, upon } from "../support/incidents.ts";

const source = { channel: "C1", ts: "1795425240.000100" };
const capture = {
  type: "capture_entry",
  source,
  author: responder,
  saidAt: at(3),
  text: "The limit <!channel> is reached",
  link: "https://example.slack.com/archives/C1/p1",
} as const;
const captured = upon(declared(), 10, capture);

test("a captured message stands in the timeline where it was said, as its author said it", () => {
  const noted = upon(upon(declared(), 5, { type: "note", text: "Looking" }), 10, capture);
  expect(timeline(noted.stream).map(({ at, kind }) => [at, kind])).toEqual([
    [at(0), "status"],
    [at(3), "message"],
    [at(5), "note"],
  ]);
  expect(timeline(noted.stream)[1]).toMatchObject({ by: responder, text: capture.text, link: capture.link });
});

test("two people's reactions keep it until the last is taken back", () => {
  const both = upon(captured, 11, capture, responder);
  expect(both.happened).toEqual(["entry.backed"]);
  const one = upon(both, 12, { type: "withdraw_entry", source });
  expect(one.state.entries).toMatchObject([{ source, backers: [responder] }]);
  const none = upon(one, 13, { type: "withdraw_entry", source }, responder);
  expect(none.state.entries).toEqual([]);
  expect(upon(none, 14, { type: "withdraw_entry", source }, responder).happened).toEqual([]);
});

test("the same person capturing it twice is told, and changes nothing", () => {
  const again = upon(captured, 11, capture);
  expect("refusal" in again.last && plainText(again.last.refusal.message)).toBe(
    "This message is in the timeline already; lead added it at 09:24 UTC.",
  );
});

test("edits and deletion of the message are followed", () => {
  const edited = upon(captured, 11, { type: "edit_entry", source, text: "The limit was reached" });
  expect(timeline(edited.stream).at(-1)?.text).toBe("The limit was reached");
  expect(upon(edited, 12, { type: "edit_entry", source, text: "The limit was reached" }).happened).toEqual(
    [],
  );
  const deleted = upon(edited, 12, { type: "delete_entry", source });
  expect(timeline(deleted.stream)).toHaveLength(1);
  const back = upon(deleted, 13, capture, lead);
  expect(back.state.entries).toHaveLength(1);
});

test("in a private incident, too, the edit of one who does not know of it is followed", () => {
  const hidden = upon(declared({ private: true }), 10, capture);
  const edited = upon(hidden, 11, { type: "edit_entry", source, text: "Corrected" }, responder);
  expect(edited.state.entries).toMatchObject([{ text: "Corrected" }]);
  expect(upon(hidden, 11, { type: "withdraw_entry", source }, responder).refused).toBe("no_such_incident");
});
