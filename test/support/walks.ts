import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import type { Interaction } from "../../src/playground/slack/people/interaction.ts";
import type { Stage } from "./bot.ts";

/** A button of a message, by what it says. Fails when the message has none that says so. */
export function buttonOf(rig: Stage, message: SeenMessage, text: string) {
  const found = rig.control.elements(message).find((element) => element.text === text);
  const shown = rig.control.elements(message).map((element) => element.text);
  if (!found) throw new Error(`No button "${text}", only ${shown.join(", ")}:\n${message.text}`);
  return found;
}

/** Presses a button of a message, by what it says. */
export function pressIn(rig: Stage, user: string, message: SeenMessage, text: string): Promise<Interaction> {
  const { blockId, actionId } = buttonOf(rig, message, text);
  return rig.control.click(user, message, { blockId, actionId });
}

/** What can be pressed in a message. */
export function buttonsIn(rig: Stage, message: SeenMessage): string[] {
  return rig.control.elements(message).flatMap(({ text }) => text ?? []);
}

/** The walks shown in a channel; each begins with the question of its way in. */
export function walksIn(rig: Stage, channel: string): SeenMessage[] {
  return rig.control.messages(channel).filter(({ blocks }) => /^\*[^*]+\?\*/.test(firstText(blocks)));
}

/** The checklists shown in a channel: "*Replace the webhook* · P1 · 0 of 8 done". */
export function checklistsIn(rig: Stage, channel: string): SeenMessage[] {
  return rig.control.messages(channel).filter(({ text }) => /^\*[^*]+\* · P\d · \d+ of \d+ done/.test(text));
}

/** Waits until the channel's walk says this. */
export function walkSays(rig: Stage, channel: string, ...words: string[]): Promise<SeenMessage> {
  return rig.eventually(() =>
    walksIn(rig, channel).find(({ text }) => words.every((word) => text.includes(word))),
  );
}

/** Waits until a checklist of the channel says this. */
export function checklistSays(rig: Stage, channel: string, ...words: string[]): Promise<SeenMessage> {
  return rig.eventually(() =>
    checklistsIn(rig, channel).find(({ text }) => words.every((word) => text.includes(word))),
  );
}

/** Answers the walk's question, by button or, where there are many answers, from the list. */
export async function answerIn(rig: Stage, user: string, channel: string, label: string): Promise<void> {
  const walk = walksIn(rig, channel).at(-1);
  if (!walk) throw new Error(`Nobody walks in ${channel}`);
  const isButton = rig.control.elements(walk).some(({ text }) => text === label);
  if (isButton) await pressIn(rig, user, walk, label);
  else await rig.control.choose(user, walk, "walk.answer", label);
}

function firstText(blocks: SeenMessage["blocks"]): string {
  return String((blocks[0]?.text as { text?: string } | undefined)?.text ?? "");
}
