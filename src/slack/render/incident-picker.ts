import type { Summary } from "../../incident/summary.ts";
import type { Content } from "../slots.ts";
import { anyVerbAction } from "../verb-action.ts";
import { escapeText, section, shorten } from "./mrkdwn.ts";

/** Slack's limit for the value of an option. */
const valueLimit = 150;

/**
 * Asks which incident is meant. Choosing one runs the verb on it with what was typed, `text` as Slack delivered it; what
 * is too long to be carried along is shown again, so that it can be copied.
 */
export function incidentPicker(
  open: Summary[],
  verb: string,
  typed: { text: string; shown: string },
): Content {
  const names = open.map(({ stream, severity, title }) => `${stream} · ${severity} · ${title}`);
  const longest = Math.max(...open.map(({ stream }) => stream.length));
  const isCarried = verb.length + longest + typed.text.length + 2 <= valueLimit;
  const question = [
    `Which incident do you mean? You can also name it: “${verb} ${open[0]?.stream} …”.`,
    ...(isCarried ? [] : ["You typed:", typed.shown]),
  ].join("\n");
  return {
    text: escapeText([question, ...names].join("\n")),
    blocks: [
      {
        ...section(escapeText(question)),
        accessory: {
          type: "static_select",
          action_id: anyVerbAction,
          placeholder: { type: "plain_text", text: "Choose an incident" },
          options: open.map(({ stream }, i) => ({
            text: { type: "plain_text", text: shorten(names[i]!, 75) },
            value: `${verb} ${stream} ${isCarried ? typed.text : ""}`.trim(),
          })),
        },
      },
    ],
  };
}
