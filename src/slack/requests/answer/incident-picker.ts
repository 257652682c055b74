import type { Summary } from "../../../incident/summary.ts";
import { button, select } from "../../blocks/buttons.ts";
import { escapeText, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import type { Content } from "../../deliver/slots.ts";

/** Slack's limit for the value of an option. */
const valueLimit = 150;

/**
 * Asks which incident is meant, by a list or, when only one is open, by a button. Choosing one runs the verb on it with what was typed, `text` as Slack delivered it; what
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
  const [only, ...others] = open;
  const ask =
    others.length > 0 ? "Which incident do you mean?" : "One incident is open. Do you mean that one?";
  const question = [
    `${ask} You can also name it: “${verb} ${only?.stream} …”.`,
    ...(isCarried ? [] : ["You typed:", typed.shown]),
  ].join("\n");
  const values = open.map(({ stream }) => `${verb} ${stream} ${isCarried ? typed.text : ""}`.trim());
  return {
    text: escapeText([question, ...names].join("\n")),
    blocks: [
      {
        ...section(escapeText(question)),
        accessory:
          others.length > 0
            ? select({
                action: anyVerbAction,
                placeholder: "Choose an incident",
                choices: names.map((label, i) => ({ label, value: values[i]! })),
              })
            : button({ action: anyVerbAction, text: names[0]!, value: values[0]! }),
      },
    ],
  };
}
