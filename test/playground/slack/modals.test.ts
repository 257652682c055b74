import type { App } from "@slack/bolt";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type RunningApp, startSocketApp } from "../../support/bolt-apps.ts";
import { openTestSlack, refusalOf, type TestSlack } from "../../support/slack.ts";

let slack: TestSlack;
let running: RunningApp;
let app: App;
beforeEach(async () => {
  slack = await openTestSlack();
  running = await startSocketApp(slack);
  app = running.app;
});
afterEach(async () => {
  await running.stop();
  await slack.close();
});

const plain = (text: string) => ({ type: "plain_text" as const, text });
const input = (name: string, element: object, more: object = {}) => ({
  type: "input",
  block_id: name,
  label: plain(name),
  element: { action_id: `${name}_input`, ...element },
  ...more,
});
const option = (value: string) => ({ text: plain(value.toUpperCase()), value });
const title = input("title", { type: "plain_text_input", max_length: 10 });
const severity = input(
  "severity",
  { type: "static_select", options: [option("p1"), option("p2")] },
  { optional: true },
);
const form = (more: object = {}) =>
  ({
    type: "modal",
    callback_id: "declare",
    title: plain("Declare"),
    submit: plain("Declare"),
    blocks: [title, severity],
    ...more,
  }) as never;

/** Opens a modal for the lead, as the app would after a shortcut. */
async function open(view = form()) {
  app.shortcut("try_global", async ({ ack }) => ack());
  const { triggerId } = await slack.control.shortcut("lead", "try_global");
  const { view: opened } = await slack.client.views.open({ trigger_id: triggerId!, view });
  return opened!;
}

const modals = () => slack.control.modals("lead");
const top = () => modals().at(-1)!;

test("what was filled in is submitted, and an empty ack closes the modal", async () => {
  const values: unknown[] = [];
  app.view("declare", async ({ ack, view }) => {
    values.push(view.state.values);
    await ack();
  });
  const { id } = await open();
  await slack.control.fill("lead", id!, { title_input: "Clay down", "severity/severity_input": "P1" });
  expect(await slack.control.submit("lead", id!)).toMatchObject({ acked: true, sent: true });
  expect(values).toMatchObject([
    {
      title: { title_input: { value: "Clay down" } },
      severity: { severity_input: { selected_option: { value: "p1" } } },
    },
  ]);
  expect(modals()).toEqual([]);
});

test("Slack's client itself asks for required fields and keeps to their bounds", async () => {
  const { id } = await open();
  expect(await slack.control.submit("lead", id!)).toMatchObject({
    sent: false,
    problems: { title: expect.any(String) },
  });
  await slack.control.fill("lead", id!, { title_input: "more than ten" });
  expect(await slack.control.submit("lead", id!)).toMatchObject({
    sent: false,
    problems: { title: "This is too long" },
  });
  expect(
    slack.control.envelopes("interactive").filter(({ payload }) => payload.type === "view_submission"),
  ).toEqual([]);
});

test("errors are shown at their blocks, and the modal stays", async () => {
  app.view("declare", async ({ ack }) => ack({ response_action: "errors", errors: { title: "Too vague" } }));
  const { id } = await open();
  await slack.control.fill("lead", id!, { title_input: "Clay" });
  expect(await slack.control.submit("lead", id!)).toMatchObject({ acked: true });
  expect(top()).toMatchObject({ id, errors: { title: "Too vague" } });
});

test.each([
  ["errors for a block that is not there", { response_action: "errors", errors: { nowhere: "x" } }],
  ["an unknown action", { response_action: "explode" }],
  ["a view Slack would refuse", { response_action: "update", view: { type: "modal" } }],
])("an ack with %s is a failure the person sees, and the modal stays", async (_name, response) => {
  app.view("declare", async ({ ack }) => ack(response as never));
  const { id } = await open();
  await slack.control.fill("lead", id!, { title_input: "Clay" });
  expect(await slack.control.submit("lead", id!)).toMatchObject({ acked: true, error: "invalid_ack" });
  expect(top().id).toBe(id);
});

test("a submission can update the modal, push another, or clear them all", async () => {
  const responses = [
    { response_action: "update", view: form({ title: plain("Updated") }) },
    { response_action: "push", view: form({ title: plain("Pushed") }) },
    { response_action: "clear" },
  ];
  app.view("declare", async ({ ack }) => ack(responses.shift() as never));
  const { id } = await open();
  await slack.control.fill("lead", id!, { title_input: "Clay" });
  const titles = async () => {
    await slack.control.fill("lead", top().id, { title_input: "Clay" });
    await slack.control.submit("lead", top().id);
    return modals().map((view) => (view.title as { text: string }).text);
  };
  expect(await titles()).toEqual(["Updated"]);
  expect(await titles()).toEqual(["Updated", "Pushed"]);
  expect(await titles()).toEqual([]);
});

test("an update keeps what was entered where block and action ids are unchanged", async () => {
  const { id, hash } = await open();
  await slack.control.fill("lead", id!, { title_input: "Clay", severity_input: "P2" });
  const blocks = [
    title,
    input("severity_2", { type: "static_select", options: [option("p1")] }, { optional: true }),
  ];
  await slack.client.views.update({ view_id: id!, hash: hash!, view: form({ blocks }) });
  expect(top().state).toMatchObject({
    values: {
      title: { title_input: { value: "Clay" } },
      severity_2: { severity_2_input: { selected_option: null } },
    },
  });
});

test("an update with an old hash, or of a closed modal, is refused", async () => {
  const { id, hash } = await open();
  await slack.client.views.update({ view_id: id!, view: form() });
  const stale = slack.client.views.update({ view_id: id!, hash: hash!, view: form() });
  expect(await refusalOf(stale)).toMatchObject({ error: "hash_conflict" });
  await slack.control.closeModal("lead");
  expect(await refusalOf(slack.client.views.update({ view_id: id!, view: form() }))).toMatchObject({
    error: "not_found",
  });
});

test("a modal is found by its external id, which is used once", async () => {
  await open(form({ external_id: "declare-1" }));
  await slack.client.views.update({ external_id: "declare-1", view: form({ title: plain("Found") }) });
  expect(top()).toMatchObject({ title: { text: "Found" } });
  await slack.client.views.update({ view_id: top().id, view: form({ external_id: "declare-1" }) });
  const { triggerId } = await slack.control.shortcut("lead", "try_global");
  const again = slack.client.views.open({ trigger_id: triggerId!, view: form({ external_id: "declare-1" }) });
  expect(await refusalOf(again)).toMatchObject({ error: "duplicate_external_id" });
});

test("views stack three deep, each pushed by a gesture in the one on top", async () => {
  app.action("next", async ({ ack }) => ack());
  const button = { type: "button", action_id: "next", text: plain("Next") };
  const step = form({ blocks: [{ type: "actions", elements: [button] }] });
  await open(step);
  const push = async () => {
    const { triggerId } = await slack.control.click("lead", { view: top().id }, "next");
    return slack.client.views.push({ trigger_id: triggerId!, view: step });
  };
  await push();
  await push();
  expect(modals().map(({ previous_view_id }) => previous_view_id)).toEqual([
    null,
    modals()[0]!.id,
    modals()[1]!.id,
  ]);
  expect(await refusalOf(push())).toMatchObject({ error: "push_limit_reached" });
  const { triggerId } = await slack.control.shortcut("lead", "try_global");
  expect(await refusalOf(slack.client.views.push({ trigger_id: triggerId!, view: step }))).toMatchObject({
    error: "not_found",
  });
});

test("an input that dispatches tells the app at once; others wait for the submission", async () => {
  const got: unknown[] = [];
  app.action(/.*/, async ({ ack, body, action }) => {
    got.push({ action, state: (body as { view?: { state: { values: unknown } } }).view?.state.values });
    await ack();
  });
  const eager = input(
    "team",
    { type: "static_select", options: [option("sales")] },
    { dispatch_action: true },
  );
  const { id } = await open(form({ blocks: [title, eager] }));
  expect(await slack.control.fill("lead", id!, { title_input: "Clay" })).toEqual([]);
  expect(await slack.control.fill("lead", id!, { team_input: "sales" })).toMatchObject([{ acked: true }]);
  expect(got).toMatchObject([
    { action: { selected_option: { value: "sales" } }, state: { title: { title_input: { value: "Clay" } } } },
  ]);
});

test("the app hears of a closed modal where it asked to", async () => {
  const closed: unknown[] = [];
  app.view({ type: "view_closed", callback_id: "declare" }, async ({ ack, body }) => {
    closed.push((body as { is_cleared: boolean }).is_cleared);
    await ack();
  });
  await open(form({ notify_on_close: true }));
  expect(await slack.control.closeModal("lead", true)).toMatchObject([{ acked: true }]);
  await open();
  expect(await slack.control.closeModal("lead")).toEqual([]);
  expect(closed).toEqual([true]);
});

test("a submission nobody answers leaves the modal open with an error", async () => {
  const { id } = await open();
  await running.stop();
  await slack.control.until(() => slack.control.connections().every(({ state }) => state === "closed"));
  await slack.control.fill("lead", id!, { title_input: "Clay" });
  expect(await slack.control.submit("lead", id!)).toMatchObject({ acked: false, error: "dispatch_failed" });
  expect(top().id).toBe(id);
});

test("a view Slack would refuse is refused with pointers, and the trigger stays good", async () => {
  app.shortcut("try_global", async ({ ack }) => ack());
  const { triggerId } = await slack.control.shortcut("lead", "try_global");
  const bad = slack.client.views.open({
    trigger_id: triggerId!,
    view: form({ title: plain("x".repeat(25)) }),
  });
  expect(await refusalOf(bad)).toMatchObject({
    error: "invalid_arguments",
    response_metadata: {
      messages: ["[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"],
    },
  });
  await slack.client.views.open({ trigger_id: triggerId!, view: form() });
  expect(await refusalOf(slack.client.views.open({ trigger_id: "1.2.x", view: form() }))).toMatchObject({
    error: "invalid_trigger_id",
  });
});

test("the home tab is published per person, guarded by its hash, and its buttons work", async () => {
  app.action("refresh", async ({ ack }) => ack());
  const user_id = slack.control.user("lead").id;
  const button = { type: "button", action_id: "refresh", text: plain("Refresh") };
  const view = { type: "home", blocks: [{ type: "actions", elements: [button] }] } as never;
  const { view: first } = await slack.client.views.publish({ user_id, view });
  await slack.client.views.publish({ user_id, view, hash: first!.hash! });
  expect(await refusalOf(slack.client.views.publish({ user_id, view, hash: first!.hash! }))).toMatchObject({
    error: "hash_conflict",
  });
  expect(
    await slack.control.click("lead", { view: slack.control.home("lead")!.id }, "refresh"),
  ).toMatchObject({ acked: true });
  expect(slack.control.home("responder")).toBeUndefined();
});
