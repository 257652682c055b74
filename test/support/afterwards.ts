import { type IncidentChannel, nameOf, notified, openForm, press, sendForm, wordsOf } from "./acts.ts";
import type { Stage } from "./bot.ts";

/** Resolves an incident by the form, once triage has said its word there. */
export async function resolve(
  rig: Stage,
  channel: IncidentChannel,
  resolution = "A new webhook",
): Promise<void> {
  await press(rig, "lead", channel, "resolve");
  await rig.eventually(() => wordsOf(openForm(rig, "lead").blocks).includes("Triage just now"));
  await sendForm(rig, "lead", { resolution, root_cause: "50,000 submissions used" });
  await notified(rig, channel.id, nameOf(channel), "Resolved");
}

/** Opens the draft of an incident's postmortem by the button under its notification. */
export async function openDraft(rig: Stage, channel: IncidentChannel, user = "lead"): Promise<void> {
  await press(rig, user, channel, "postmortem");
}

/** Presses a button in the form a person has open. */
export function pressInForm(rig: Stage, user: string, actionId: string) {
  return rig.control.click(user, { view: openForm(rig, user).id }, actionId);
}

/** Publishes the postmortem. */
export async function publish(rig: Stage, channel: IncidentChannel, user = "lead"): Promise<void> {
  await openDraft(rig, channel, user);
  await pressInForm(rig, user, "postmortem.publish");
}

/** The canvas of a channel. */
export function canvasOf(rig: Stage, { id }: IncidentChannel) {
  return rig.control.channel(id).canvas;
}

export type SharedFile = { id: string; name: string; title: string; alt_txt?: string };

/** The files posted in a channel, in order. */
export function filesIn(rig: Stage, channel: string): SharedFile[] {
  return rig.control.messages(channel).flatMap(({ raw }) => (raw.files as SharedFile[] | undefined) ?? []);
}

/** What a file holds, as text. */
export function contentOf(rig: Stage, { id }: SharedFile): string {
  return rig.control.files().find((file) => file.id === id)?.text ?? "";
}
