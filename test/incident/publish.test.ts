import { expect, test } from "vitest";
import { at, lead, responder } from "../support/given.ts";
import { declared, upon } from "../support/incidents.ts";

const inChannel = () => upon(declared(), 1, { type: "record_channel", channel: "C1", name: "inc-12" });
const resolved = () => upon(inChannel(), 20, { type: "resolve", resolution: "A new webhook" });

test("the postmortem of an open incident stays a draft", () => {
  expect(upon(inChannel(), 5, { type: "publish_postmortem", after: null }).refused).toBe("is_open");
});

test("of two people who publish at once, one does it and the other is told who", () => {
  const first = upon(resolved(), 30, { type: "publish_postmortem", after: null }, lead);
  expect(first.happened).toEqual(["postmortem.published"]);
  expect(first.state.published).toEqual({ at: at(30), by: lead });
  const second = upon(first, 30, { type: "publish_postmortem", after: null }, responder);
  expect(second.refused).toBe("already_published");
});

test("who knows of the last publication may publish anew", () => {
  const first = upon(resolved(), 30, { type: "publish_postmortem", after: null });
  const again = upon(first, 60, { type: "publish_postmortem", after: at(30) }, responder);
  expect(again.state.published).toEqual({ at: at(60), by: responder });
});

test("without a channel there is nowhere to publish to", () => {
  const lost = upon(resolved(), 25, { type: "lose_channel", reason: "deleted" });
  expect(upon(lost, 30, { type: "publish_postmortem", after: null }).refused).toBe("no_channel");
});
