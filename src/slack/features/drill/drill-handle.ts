import { drillCause } from "../../../incident/drill.ts";
import { say } from "../../../lib/words.ts";
import { select } from "../../blocks/buttons.ts";
import { escapeText, plainContent, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import type { Reply, VerbRequest } from "../../requests/request.ts";

/** Drills: an incident of its own, against a fake Clay inside the bot, marked as a drill and left out of all figures. */
export function drillHandlers({ incidents, permissions, drills }: Desk): Partial<Handlers> {
  async function start(request: VerbRequest): Promise<Reply> {
    const { by, receipt, channel } = request;
    const typed = request.text.trim().toLowerCase();
    const drill = drills.find(({ name }) => name === typed);
    if (!drill) return { say: choices(typed) };
    const declaration = {
      title: `${drill.name[0]!.toUpperCase()}${drill.name.slice(1)}`,
      // Lower than it turns out to be, so that raising it is part of the exercise.
      severity: "P3",
      detection: "manual_check",
      drill: true,
      cause: drillCause(drill.name),
      ...(channel && { origin: { channel } }),
    } as const;
    const may = await permissions.may(by);
    const opened = await incidents.declare(declaration, { by, receipt }, { anyway: true, may });
    if (opened.outcome === "refused") return refusalOf(opened);
    return {
      say: plainContent(
        say`DRILL ${opened.stream} begins in a channel of its own, where you are invited. Nobody is called, nothing is announced, and no figure counts it. Once you tick what mends it, the fake Clay is mended.`,
      ),
    };
  }

  function choices(typed: string): Content {
    const question = `${typed ? `There is no drill “${typed}”. ` : ""}What shall go wrong in the drill?`;
    const lines = drills.map(({ name, description }) => `• ${name}: ${description}`);
    return {
      text: escapeText([question, ...lines].join("\n")),
      blocks: [
        {
          ...section(escapeText(question)),
          accessory: select({
            action: anyVerbAction,
            placeholder: "Choose a fault",
            choices: drills.map(({ name, description }) => ({
              value: `drill ${name}`,
              label: name,
              description,
            })),
          }),
        },
      ],
    };
  }

  return {
    verbs: {
      drill: {
        usage: "drill [fault]",
        summary: "Starts an exercise against a fake Clay, in a channel of its own.",
        run: start,
      },
    },
  };
}
