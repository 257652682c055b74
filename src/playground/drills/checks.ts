import type { Sight, Told } from "./look.ts";

// What steps look for. Each takes what was observed and nothing else, so a drill runs with a browser and without.

/** The newest message of a kind, once its text says what it should. */
export function newest(sight: Sight, kind: string, says = /(?:)/): Told | undefined {
  return sight.told.findLast(({ name, text }) => name.startsWith(kind) && says.test(text));
}

/** The newest message about the incident of the drill. */
export function ofIncident(sight: Sight, kind: string, says?: RegExp): Told | undefined {
  const { notification } = sight;
  const told = sight.told.filter(({ record }) => record === notification?.record);
  return newest({ ...sight, told }, kind, says);
}

/** A triage run ended and says so. */
export const triageSays = (what: RegExp) => (sight: Sight) => newest(sight, "triage", what) !== undefined;

/** An incident was declared, and somebody leads it. */
export const isLed = ({ notification }: Sight) => /Lead <@/.test(notification?.text ?? "");

/** The first line of the notification, which holds the status. */
const headline = ({ notification }: Sight) => notification?.text.split("\n")[0] ?? "";

/** The incident has this status. */
export const hasStatus = (status: string) => (sight: Sight) => headline(sight).includes(`· ${status} ·`);

/** Someone said what was done about it. */
export const hasAction = ({ notification }: Sight) => /\*Actions taken\*\n/.test(notification?.text ?? "");

/** The tree was walked to what is to be done. */
export const hasChecklist = (sight: Sight) => newest(sight, "checklist") !== undefined;

/** A step of a checklist was ticked, in the incident. */
export const hasTick = (sight: Sight) => ofIncident(sight, "checklist", /✅/) !== undefined;

/** The webhook takes rows again. */
export const takesRows =
  (webhook: string, limit: number) =>
  ({ clay }: Sight) =>
    (clay.webhooks[webhook]?.rows ?? limit) < limit;

/** The postmortem stands in the incident's channel. */
export const isPublished = ({ papers }: Sight) => papers.some((title) => title.startsWith("Postmortem"));
