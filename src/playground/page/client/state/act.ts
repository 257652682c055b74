import type { Place } from "../../../slack/control/actions.ts";
import type { Target } from "../../../slack/people/act.ts";
import type { Interaction } from "../../../slack/people/interaction.ts";
import { slack } from "../api.ts";
import { actingName, app, bot } from "./store.ts";
import { attempt, tell } from "./toasts.ts";

const failures: { [error: string]: string } = {
  operation_timeout:
    "The app did not answer within 3 seconds (operation_timeout). Slack shows a warning sign.",
  dispatch_failed: "The app could not be reached (dispatch_failed). Slack shows a warning sign.",
  invalid_ack: "The app's answer was not one Slack can use (invalid_ack).",
};

/** Does something that goes to the app, and says what Slack would say when that fails. */
export async function interact(work: () => Promise<Interaction>): Promise<Interaction | undefined> {
  const done = await attempt(work);
  if (done?.error) tell(failures[done.error] ?? done.error);
  return done;
}

/** Presses a button. */
export function press(place: Place, target: Target): Promise<Interaction | undefined> {
  return interact(() => slack("click", actingName.value, place, target));
}

/** Chooses in a select, a menu, boxes or a picker. */
export function choose(place: Place, target: Target, value: unknown): Promise<Interaction | undefined> {
  return interact(() => slack("choose", actingName.value, place, target, value));
}

/** The app's name as people type it after an "@". */
export function botHandle(): string {
  return (app.value?.name ?? "").toLowerCase().replaceAll(" ", "-");
}

function mentioned(text: string): string {
  return text.replaceAll(`@${botHandle()}`, `<@${bot.value?.userId}>`);
}

/** Says something in a channel or thread; a text that starts with "/" is a command. */
export async function send(channel: string, text: string, threadTs?: string): Promise<boolean> {
  if (!text.trim()) return false;
  if (!text.startsWith("/")) {
    const options = threadTs === undefined ? {} : { threadTs };
    return (
      (await attempt(() => slack("say", actingName.value, channel, mentioned(text), options))) !== undefined
    );
  }
  if (threadTs !== undefined) {
    tell("Slash commands do not work in threads. Mention the app instead: @clay-incident …");
    return false;
  }
  return (await interact(() => slack("command", actingName.value, channel, text))) !== undefined;
}
