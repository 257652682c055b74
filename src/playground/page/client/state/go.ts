import { effect } from "@preact/signals";
import { slack } from "../api.ts";
import {
  actingName,
  actors,
  channels,
  messages,
  type Pane,
  pane,
  place,
  type Tool,
  threadMessages,
  threadTs,
  tool,
} from "./store.ts";

/** Opens a channel. */
export function goToChannel(id: string): void {
  if (place.value?.kind !== "channel" || place.value.id !== id) messages.value = [];
  closeThread();
  place.value = { kind: "channel", id };
  pane.value = "conversation";
}

/** Opens the app's home, and tells the app so. */
export async function goHome(): Promise<void> {
  closeThread();
  place.value = { kind: "home" };
  pane.value = "conversation";
  await slack("openHome", actingName.value);
}

/** Shows a message's thread beside the channel. */
export function openThread(ts: string): void {
  if (threadTs.value !== ts) threadMessages.value = [];
  threadTs.value = ts;
}

/** Puts the thread away. */
export function closeThread(): void {
  threadTs.value = null;
  threadMessages.value = [];
}

/** Goes on as someone else. */
export function actAs(name: string): void {
  closeThread();
  actingName.value = name;
}

/** Shows a tool; on a narrow screen instead of the conversation. */
export function showTool(name: Tool): void {
  tool.value = name;
}

/** On a narrow screen, shows one part of the page. */
export function showPane(name: Pane): void {
  pane.value = name;
}

/** Keeps the address in step with where one is, so that a page loaded again is at the same place. */
export function startAddress(): void {
  const asked = new URLSearchParams(location.hash.slice(1));
  actingName.value = asked.get("as") ?? actingName.value;
  tool.value = (asked.get("tool") as Tool | null) ?? tool.value;
  pane.value = (asked.get("pane") as Pane | null) ?? pane.value;
  const wanted = asked.get("in");
  effect(() => {
    if (place.value !== null || channels.value.length === 0) return;
    if (wanted === "home") return void goHome();
    const named = channels.value.find(({ name, id }) => name === wanted || id === wanted);
    const first = channels.value.find(({ name }) => name === "incidents") ?? channels.value[0];
    place.value = { kind: "channel", id: (named ?? first)!.id };
  });
  // Someone else may not see what is open, or may not be there at all.
  effect(() => {
    const where = place.value;
    if (where?.kind === "channel" && channels.value.length > 0) {
      if (!channels.value.some(({ id }) => id === where.id)) place.value = null;
    }
    if (actors.value.length > 0 && !actors.value.some(({ name }) => name === actingName.value)) {
      actingName.value = actors.value[0]!.name;
    }
  });
  effect(() => {
    const where = place.value;
    if (!where) return;
    const open = where.kind === "home" ? undefined : channels.value.find(({ id }) => id === where.id);
    const here = where.kind === "home" ? "home" : open?.name || where.id;
    const hash = new URLSearchParams({ as: actingName.value, in: here, tool: tool.value });
    history.replaceState(null, "", `#${hash}`);
  });
}
