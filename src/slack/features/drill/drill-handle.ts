import { drillCause } from "../../../incident/drill.ts";
import { say } from "../../../lib/words.ts";
import { select } from "../../blocks/buttons.ts";
import { escapeText, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";
import { replyTo, show, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Verb } from "../../requests/feature.ts";

const drill: Verb = {
  usage: "drill [fault]",
  summary: "Starts an exercise against a fake Clay, in a channel of its own.",
  group: "More",
  about: "anything",
  async run({ text, by, receipt, channel }, { incidents, permissions, drills }) {
    const typed = text.trim().toLowerCase();
    const chosen = drills.find(({ name }) => name === typed);
    if (!chosen) return show(choices(typed, drills));
    const declaration = {
      title: `${chosen.name[0]!.toUpperCase()}${chosen.name.slice(1)}`,
      severity: chosen.severity,
      detection: "manual_check",
      drill: true,
      cause: drillCause(chosen.name),
      ...(channel && { origin: { channel } }),
    } as const;
    const may = await permissions.may(by);
    const opened = await incidents.declare(declaration, { by, receipt }, { anyway: true, may });
    const begins = say`DRILL ${opened.stream} begins in a channel of its own, where you are invited. Nobody is called, nothing is announced, and no figure counts it. Tick the step that fixes it, and the fake Clay works again.`;
    return opened.outcome === "similar" ? tell(begins) : replyTo(opened, tell(begins));
  },
};

function choices(typed: string, drills: Desk["drills"]): Content {
  const question = `${typed ? `There is no drill “${typed}”. ` : ""}Which fault should the drill play?`;
  const lines = drills.map(({ name, description }) => `• ${name}: ${description}`);
  const list = select({
    action: anyVerbAction,
    placeholder: "Choose a fault",
    choices: drills.map(({ name, description }) => ({ value: `drill ${name}`, label: name, description })),
  });
  return {
    text: escapeText([question, ...lines].join("\n")),
    blocks: [{ ...section(escapeText(question)), accessory: list }],
  };
}

/** Drills: an incident of its own, against a fake Clay inside the bot, marked as a drill and left out of all figures. */
export const drilling: Feature = { verbs: { drill } };
