import type { ProbeResult } from "../incident/evidence/evidence.ts";

/** A probe without a name of its own is called by its noun, which a sentence cannot begin with. */
const subjects: Record<string, string> = {
  "Clay status page": "Clay's status page",
  Webhook: "Your webhook",
  "API key": "Your API key",
  Credits: "The credit balance",
  Callback: "Your callback",
};

/** What a sentence about a probe begins with: `Webhook "leads"`, "Your webhook". */
export function subjectOf(name: string): string {
  return Object.hasOwn(subjects, name) ? subjects[name]! : name;
}

/** What a result means, to be read right after the probe's name: a meaning that begins with the name goes on from it. */
export function besideName({ name, meaning }: Pick<ProbeResult, "name" | "meaning">): string {
  const subject = subjectOf(name);
  return meaning.startsWith(subject) ? meaning.slice(subject.length).replace(/^:?\s+/, "") : meaning;
}
