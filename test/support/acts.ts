import type { Summary } from "../../src/incident/summary.ts";
import type { SeenMessage } from "../../src/playground/slack/control/reading.ts";
import type { Interaction } from "../../src/playground/slack/people/interaction.ts";
import type { Fields } from "../../src/playground/slack/workspace/types.ts";
import type { StoredEvent } from "../../src/record/ports.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Stage } from "./bot.ts";

/** An incident's channel, as the local Slack shows it. */
export type IncidentChannel = ReturnType<Stage["control"]["channel"]>;

/** What to put into a form, by block id. */
export type Entered = { [blockId: string]: unknown };

/** The form a person has before them. Fails when there is none. */
export function openForm(rig: Stage, user: string) {
  const form = rig.control.modals(user).at(-1);
  if (!form) throw new Error(`${user} has no form open`);
  return form;
}

/** The texts of the blocks of a form or message, one below the other. */
export function wordsOf(blocks: Fields[]): string {
  return blocks
    .flatMap((block) => [
      block.text,
      block.label,
      ...((block.elements as Fields[]) ?? []),
      (block.accessory as Fields)?.text,
    ])
    .flatMap((part) => {
      const text = (part as Fields | undefined)?.text;
      return typeof text === "object" ? (text as Fields).text : (text ?? []);
    })
    .join("\n");
}

/** Fills in the open form and sends it. */
export async function sendForm(rig: Stage, user: string, entered: Entered): Promise<Interaction> {
  const form = openForm(rig, user);
  const entries = Object.entries(entered).map(([block, value]) => [`${block}/value`, value]);
  await rig.control.fill(user, form.id, Object.fromEntries(entries));
  return rig.control.submit(user, form.id);
}

/** Types a slash command and gives what the person is told privately in the ack; "" when nothing. */
export async function type(rig: Stage, user: string, channel: string, typed: string): Promise<string> {
  const { acked, error, ackBody } = await rig.control.command(user, channel, `/clay-incident ${typed}`);
  if (!acked || error) throw new Error(`/clay-incident ${typed}: ${error}`);
  return String((ackBody as Fields | undefined)?.text ?? "");
}

/** What a person was told privately in a channel so far, the newest last. */
export function toldPrivately(rig: Stage, user: string, channel: string): string[] {
  return rig.control
    .messages(channel, { as: user })
    .filter(({ ephemeral }) => ephemeral)
    .map(({ text }) => text);
}

/** The texts of a channel's messages. */
export function textsIn(rig: Stage, channel: string): string[] {
  return rig.control.messages(channel).map(({ text }) => text);
}

/** The open incident channels whose name holds these words. */
export function channelsNamed(rig: Stage, words: string): IncidentChannel[] {
  return rig.control.channels().filter(({ name }) => name.includes(words));
}

/** Sends the form that declares an incident; asked whether it is one that is open already, says no. */
export async function sendDeclaration(rig: Stage, user: string, entered: Entered): Promise<Interaction> {
  const sent = await sendForm(rig, user, entered);
  if (!sent.acked || sent.error || rig.control.modals(user).length === 0) return sent;
  return sendForm(rig, user, { anyway: ["anyway"] });
}

/** Declares an incident by the form, on purpose where another is open, and waits until its first triage is done. */
export async function declare(
  rig: Stage,
  {
    by = "lead",
    from = "general",
    title,
    ...entered
  }: { by?: string; from?: string; title: string } & Entered,
): Promise<IncidentChannel> {
  await type(rig, by, from, "declare");
  const { acked, error } = await sendDeclaration(rig, by, { title, severity: "P2", ...entered });
  if (!acked || error) throw new Error(`"${title}" was not declared: ${error}`);
  return incidentTitled(rig, title);
}

/** The channel of the incident with this title, once it is furnished and its first triage is done. */
export async function incidentTitled(rig: Stage, title: string): Promise<IncidentChannel> {
  const { id } = await rig.eventually(() =>
    rig.control.channels().find(({ topic, archived }) => !archived && topic.includes(title)),
  );
  // People are invited before the first change is told.
  await rig.eventually(() => textsIn(rig, id).some((text) => / · P\d declared: /.test(text)));
  await rig.eventually(() => textsIn(rig, id).some((text) => isTriageDone(text)));
  return rig.control.channel(id);
}

/** Tells whether a message shows a triage run that has ended. */
export function isTriageDone(text: string): boolean {
  return text.startsWith("Clay triage") && text.includes("done at");
}

/** INC-12, by the name of its channel. */
export function nameOf({ name }: Pick<IncidentChannel, "name">): string {
  return `INC-${/^inc-\d+-(\d+)/.exec(name)?.[1]}`;
}

/** The notification as it stands in a channel; undefined while there is none. */
export function notificationIn(rig: Stage, channel: string, name: string): SeenMessage | undefined {
  return rig.control
    .messages(channel)
    .find(({ text }) =>
      channel === rig.control.channel("incidents").id || channel === "incidents"
        ? text.includes(`${name} · P`) && text.includes("*How bad*")
        : text.startsWith(`${name} · `) && text.includes("*Actions taken*"),
    );
}

/** Waits until the notification in a channel says this. */
export function notified(
  rig: Stage,
  channel: string,
  name: string,
  ...words: string[]
): Promise<SeenMessage> {
  return rig.eventually(() => {
    const found = notificationIn(rig, channel, name);
    return found && words.every((word) => found.text.includes(word)) ? found : undefined;
  });
}

/** Presses a button under the notification of an incident's channel. */
export function press(
  rig: Stage,
  user: string,
  channel: IncidentChannel,
  verb: string,
): Promise<Interaction> {
  const place = notificationIn(rig, channel.id, nameOf(channel));
  if (!place) throw new Error(`There is no notification in ${channel.name}`);
  return rig.control.click(user, place, `verb.${verb}`);
}

/** The events of a record as they are on disk. */
export async function recordOf(rig: Stage, stream: string): Promise<StoredEvent[]> {
  const store = await openStore<Summary>({ file: rig.stateFile });
  try {
    return (await store.load(stream)).map(({ event }) => event);
  } finally {
    await store.close();
  }
}

/** Every version the messages of a channel have, oldest first, from now on. */
export function watchMessages(rig: Stage, channel: string): string[] {
  const versions: string[] = [];
  rig.control.subscribe(({ type: what, channel: where, message }) => {
    if (!what.startsWith("message.") || where !== channel || !message) return;
    versions.push(String((message as Fields).text));
  });
  return versions;
}
