import type { ReceiverEvent } from "@slack/bolt";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Logger } from "../../../../src/log.ts";
import {
  actionRequest,
  commandRequest,
  formRequest,
  globalShortcutRequest,
  mentionRequest,
  messageShortcutRequest,
} from "../../../../src/slack/requests/receive/from-payload.ts";
import { problemWith } from "../../../../src/slack/requests/receive/payloads.ts";
import { refuseUnreadable } from "../../../../src/slack/requests/receive/refuse-unreadable.ts";

const user = { id: "U1", team_id: "T1" };
const command = { command: "/clay-incident", text: "", trigger_id: "1.2", channel_id: "C1", user_id: "U1" };
const action = {
  type: "block_actions",
  user,
  trigger_id: "1.2",
  actions: [{ action_id: "verb.update", action_ts: "1.0", value: "INC-1" }],
};
const form = {
  type: "view_submission",
  user,
  view: {
    id: "V1",
    callback_id: "note",
    private_metadata: "{}",
    state: { values: { text: { value: { type: "plain_text_input", value: "typed long" } } } },
  },
};
const shortcut = { type: "shortcut", callback_id: "declare_incident", trigger_id: "1.2", user };
const messageShortcut = {
  ...shortcut,
  type: "message_action",
  channel: { id: "C1" },
  message: { ts: "1.0" },
};
const mention = { type: "app_mention", text: "<@U0> help", channel: "C1", ts: "1.0", user: "U1" };

/** Refuses a payload, and gives how it was acked and what was logged. */
async function refused(body: unknown) {
  const ack = vi.fn(async () => {});
  const error = vi.fn();
  await refuseUnreadable({ body, ack } as unknown as ReceiverEvent, { error } as unknown as Logger);
  return { acked: ack.mock.calls, logged: error.mock.calls as [{ problem: string }, string][] };
}

describe("a payload of another shape is acked, logged without its content, and goes no further", () => {
  test.each([
    ["nothing", null],
    ["a list", []],
    ["no kind", {}],
    ["a kind nobody listens to", { type: "dialog_submission" }],
    ["a kind that is no text", { type: 7 }],
    ["a command without a person", { ...command, user_id: undefined }],
    ["a command with a list as text", { ...command, text: ["secret words"] }],
    ["no action", { ...action, actions: [] }],
    ["an action without an id", { ...action, actions: [{ action_ts: "1.0" }] }],
    ["an action by nobody", { ...action, user: null }],
    ["an action in a channel without an id", { ...action, channel: {} }],
    ["a form without a state", { ...form, view: { ...form.view, state: undefined } }],
    ["a form without a view", { ...form, view: null }],
    ["a shortcut without a trigger", { ...shortcut, trigger_id: 1 }],
    ["a message shortcut without a message", { ...messageShortcut, message: undefined }],
    ["an event that is no object", { type: "event_callback", event: "secret words" }],
    ["an event without a type", { type: "event_callback", event: {} }],
    ["an event in the channel 7", { type: "event_callback", event: { type: "message", channel: 7 } }],
    ["an event in no channel", { type: "event_callback", event: { type: "message", channel: null } }],
    ["an event about no item", { type: "event_callback", event: { type: "reaction_added", item: null } }],
    ["a mention without words", { type: "event_callback", event: { ...mention, text: undefined } }],
  ])("%s", async (_what, body) => {
    const { acked, logged } = await refused(body);
    expect(acked).toHaveLength(1);
    expect(logged).toEqual([
      [
        expect.objectContaining({ problem: expect.stringMatching(/./) }),
        "Slack sent something I cannot read; nothing was done",
      ],
    ]);
    expect(JSON.stringify(logged)).not.toContain("secret words");
  });

  test("a command is answered with a sentence", async () => {
    const { acked } = await refused({ ...command, channel_id: 7 });
    expect(acked).toEqual([
      [{ response_type: "ephemeral", text: expect.stringContaining("Nothing was done.") }],
    ]);
  });

  test("a form stays open with what was typed", async () => {
    const { acked } = await refused({ ...form, user: {} });
    expect(acked).toEqual([
      [{ response_action: "errors", errors: { text: expect.stringContaining("Nothing was done.") } }],
    ]);
  });
});

const readers: [string, object, (body: unknown) => unknown][] = [
  ["a command", command, commandRequest],
  ["a button", action, actionRequest],
  ["a form", form, formRequest],
  ["a global shortcut", shortcut, globalShortcutRequest],
  ["a message shortcut", messageShortcut, messageShortcutRequest],
  [
    "a mention",
    { type: "event_callback", event: mention },
    (body) => mentionRequest((body as { event: unknown }).event, "T1"),
  ],
];

test.each(readers)("%s is read", (_what, body, read) => {
  expect(problemWith(body)).toBeUndefined();
  expect(read(body)).toMatchObject({ who: { userId: "U1" }, request: { receipt: expect.any(String) } });
});

/** By what a listener is found. */
function kindOf(body: unknown): string {
  const { type, command, event } = (body ?? {}) as { [name: string]: unknown };
  return JSON.stringify([type, command, (event as { type?: unknown } | undefined)?.type]);
}

/** Puts any JSON in the place of one part of a payload, however deep. */
function withAnother(body: unknown, path: number[], value: unknown): unknown {
  if (path.length === 0 || typeof body !== "object" || body === null) return value;
  const keys = Object.keys(body);
  const key = keys[path[0]! % keys.length];
  if (key === undefined) return value;
  const copy: { [name: string]: unknown } = Array.isArray(body) ? ([...body] as never) : { ...body };
  copy[key] = withAnother(copy[key], path.slice(1), value);
  return copy;
}

test.each(readers)(
  "%s with any part exchanged is refused or read, and trips over nothing",
  (_w, body, read) => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 5 }),
        fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, "", 0, [], {})),
        (path, value) => {
          const changed = withAnother(body, path, value);
          const isSameKind = kindOf(changed) === kindOf(body);
          if (problemWith(changed) === undefined && isSameKind) expect(() => read(changed)).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  },
);
