/**
 * Who did something. `id` is Slack's user id; `name` is what the person was called then, kept because people
 * leave. The bot itself, its clocks and its probes act as `system`.
 */
export type Actor = { kind: "person"; id: string; name: string } | { kind: "system"; name: string };

/** The bot acting by itself. */
export const system: Actor = { kind: "system", name: "clay-incident" };
