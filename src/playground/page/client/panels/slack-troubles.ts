import type { Fault } from "../../../slack/faults.ts";
import { slack } from "../api.ts";
import { html } from "../parts/html.ts";
import { again } from "../state/live.ts";
import { connections, faults } from "../state/store.ts";
import { attempt } from "../state/toasts.ts";

type Trouble = { label: string; about: string; cause: () => Promise<unknown> };

const fault = (label: string, about: string, what: Fault): Trouble => ({
  label,
  about,
  cause: () => slack("fault", what),
});

const calls: Trouble[] = [
  fault("Too many requests", "The next 5 calls are refused: wait 3 seconds (429).", {
    method: "*",
    kind: "rate-limited",
    retryAfterSeconds: 3,
    times: 5,
  }),
  fault(
    "Lost answer",
    "The next message is posted, but the bot never hears of it. It must not post it twice.",
    {
      method: "chat.postMessage",
      kind: "lost-answer",
    },
  ),
  fault("Lost request", "The next message never reaches Slack.", {
    method: "chat.postMessage",
    kind: "lost-request",
  }),
  fault("Slow", "The next 10 calls take 3 seconds each.", {
    method: "*",
    kind: "slow",
    delayMs: 3000,
    times: 10,
  }),
  fault("Slack is down", "The next 8 calls are answered with 503.", {
    method: "*",
    kind: "status",
    status: 503,
    times: 8,
  }),
  fault("No new channels", "The next attempt to create a channel is forbidden.", {
    method: "conversations.create",
    kind: "error",
    error: "restricted_action",
  }),
];

const wires: Trouble[] = [
  {
    label: "Refresh",
    about: "Slack asks the bot to reconnect, as it does every few hours.",
    cause: () => slack("disconnect"),
  },
  { label: "Cut", about: "All connections break without a word.", cause: () => slack("cut") },
  {
    label: "Go silent",
    about: "Connections look open, and nothing comes through any more.",
    cause: () => slack("halfOpen"),
  },
  {
    label: "Deliver twice",
    about: "Each of the next 5 events arrives twice.",
    cause: () => slack("duplicateEvents", 1, 5),
  },
];

/** What can go wrong between Slack and the bot, each with one press. */
export function SlackTroubles() {
  const clear = () =>
    void attempt(async () => {
      await slack("clearFaults");
      again("faults");
    });
  return html`<h2>Slack's own troubles</h2>
    <p class="explain">See the bot cope. The Traffic tab shows what it does about it.</p>
    <h3>Calls the bot makes</h3>
    <${List} troubles=${calls} />
    ${
      faults.value.length > 0 &&
      html`<div class="in-force" role="status">
      <strong>In force</strong>
      <ul>
        ${faults.value.map(({ id, fault: { kind, method }, left }) => html`<li key=${id}>${kind} on ${method === "*" ? "any call" : method}: ${left} left</li>`)}
      </ul>
      <button type="button" class="button small" onClick=${clear}>End them</button>
    </div>`
    }
    <h3>Connections</h3>
    <ul class="connections">
      ${connections.value
        .filter(({ state }) => state !== "closed")
        .map(({ id, state, sent }) => html`<li key=${id}>Connection ${id}: ${state}, ${sent} sent</li>`)}
    </ul>
    <${List} troubles=${wires} />`;
}

function List({ troubles }: { troubles: Trouble[] }) {
  return html`<ul class="troubles">
    ${troubles.map(({ label, about, cause }) => {
      const run = () =>
        void attempt(async () => {
          await cause();
          again("faults", "connections");
        });
      return html`<li>
        <button type="button" class="button small" onClick=${run}>${label}</button>
        <span>${about}</span>
      </li>`;
    })}
  </ul>`;
}
