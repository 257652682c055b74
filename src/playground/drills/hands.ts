import { newest, ofIncident } from "./checks.ts";
import type { Hands } from "./drill.ts";
import type { Told } from "./look.ts";

// How steps are shown: by the same gestures a person makes.

/** Runs the command in #incidents. */
export const command =
  (words: string) =>
  ({ as, slack }: Hands) =>
    slack.command(as, "incidents", `/clay-incident ${words}`);

async function openedForm({ as, slack, eventually }: Hands, callback: string) {
  return eventually(() => slack.modals(as).findLast(({ callback_id }) => callback_id === callback));
}

async function sendForm(hands: Hands, callback: string, entries: { [field: string]: unknown }) {
  const { as, slack } = hands;
  const { id } = await openedForm(hands, callback);
  const fields = Object.entries(entries).map(([field, value]) => [`${field}/value`, value]);
  await slack.fill(as, id, Object.fromEntries(fields));
  return slack.submit(as, id);
}

/** Presses the first button of this action in a message, as soon as it is there. */
async function pressIn(hands: Hands, find: () => Told | undefined, action: string) {
  const { as, slack, eventually } = hands;
  const { place, element } = await eventually(() => {
    const place = find();
    const element = place && slack.elements(place).find(({ actionId }) => actionId.startsWith(action));
    return element && { place, element };
  });
  return slack.click(as, place, { actionId: element.actionId, blockId: element.blockId });
}

/** Declares from what is shown, and takes the lead. */
export const declareFrom = (kind: string, action: string) => async (hands: Hands) => {
  await pressIn(hands, () => newest(hands.look(), kind), action);
  await sendForm(hands, "declare", { options: ["lead"] });
  // An incident of an earlier drill may still be open for the same thing: this is another one.
  const isAsked = hands.slack.modals(hands.as).some(({ callback_id }) => callback_id === "declare");
  if (isAsked) await sendForm(hands, "declare", { options: ["lead", "anyway"] });
};

/** Presses a button of the notification. */
const pressInNotification = (hands: Hands, action: string) =>
  pressIn(hands, () => hands.look().notification, action);

/** Tells how it goes on. */
export const update = (text: string, action: string) => async (hands: Hands) => {
  await pressInNotification(hands, "verb.update");
  await sendForm(hands, "update", { status: "mitigating", text, action });
};

/** Resolves, once triage has said whether it works again. */
export const resolve =
  (words: { resolution: string; root_cause: string; prevention: string }) => async (hands: Hands) => {
    await pressInNotification(hands, "verb.resolve");
    const { as, slack, eventually } = hands;
    await eventually(() => /Triage just now/.test(JSON.stringify(slack.modals(as).at(-1)?.blocks)));
    await sendForm(hands, "resolve", words);
  };

/** Chooses what one sees, and answers until the tree knows what is to be done. */
export const walk = (answers: string[]) => async (hands: Hands) => {
  const { as, slack, look, eventually } = hands;
  for (const answer of answers) {
    const { place, element, value } = await eventually(() => {
      const place = newest(look(), "walk");
      return place && answerIn(hands, place, answer);
    });
    const target = { actionId: element.actionId, blockId: element.blockId };
    if (element.type === "button") await slack.click(as, place, target);
    else await slack.choose(as, place, target, value);
  }
};

/** The button or the option of a message that says this. */
function answerIn({ slack, as }: Hands, place: Told, answer: string) {
  const message = slack.messages(place.channel, { as, replies: true }).find(({ ts }) => ts === place.ts);
  for (const element of slack.elements(place)) {
    if (element.type === "button" && element.text === answer) return { place, element, value: answer };
    const offered = JSON.stringify(message?.blocks.find(({ block_id }) => block_id === element.blockId));
    if (element.type === "static_select" && offered?.includes(JSON.stringify(answer)))
      return { place, element, value: answer };
  }
  return undefined;
}

/** Chooses a way into the tree in the answer only this person sees. */
export const startWalk = (entry: string) => async (hands: Hands) => {
  const { as, slack, eventually } = hands;
  await slack.command(as, "incidents", "/clay-incident diagnose");
  const { place, element } = await eventually(() => {
    const place = slack.messages("incidents", { as }).findLast(({ ephemeral }) => ephemeral);
    const element = place && slack.elements(place).find(({ actionId }) => actionId === "walk.start");
    return element && { place, element };
  });
  await slack.choose(as, place, { actionId: element.actionId, blockId: element.blockId }, entry);
};

/** Ticks the first step of the incident's checklist. */
export const tick = (hands: Hands) =>
  pressIn(hands, () => ofIncident(hands.look(), "checklist"), "checklist.tick");

/** Opens the draft the record has filled in, publishes it, and closes it. */
export const publish = async (hands: Hands) => {
  await pressInNotification(hands, "verb.postmortem");
  const { as, slack } = hands;
  const { id } = await openedForm(hands, "postmortem");
  await slack.click(as, { view: id }, "postmortem.publish");
  await slack.closeModal(as);
};
